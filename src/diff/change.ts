import type { Definition } from "../model/definition.ts";
import type { Target } from "../model/target.ts";
import type { BEHAVIOUR_NOTE, BreakCode } from "./break-codes.ts";

/** Something that a change breaks, or a note of what it makes void. */
export interface Break {
  readonly code: BreakCode | typeof BEHAVIOUR_NOTE;
  /** What it breaks. */
  readonly message: string;
  /** One imperative sentence. */
  readonly help: string;
}

/** An activity as it was and as it is, and the targets that are there on both sides. */
export interface Change {
  readonly before: Definition;
  readonly after: Definition;
  readonly targets: readonly { readonly before: Target; readonly after: Target }[];
}
