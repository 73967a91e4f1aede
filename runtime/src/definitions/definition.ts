import type { CompiledActivity } from "../activity/compiled-activity.ts";

/** An activity as it was mounted, checked. */
export interface Definition {
  readonly activity: CompiledActivity;
  /** The text of its file: canonical JSON, which is what is stored. */
  readonly text: string;
  /** SHA-256 of the text, in lower-case hexadecimal digits. */
  readonly sha256: string;
}
