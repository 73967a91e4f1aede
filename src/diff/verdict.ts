import { BEHAVIOUR_NOTE, BREAK_CODES, type BreakCode } from "./break-codes.ts";
import type { Break } from "./change.ts";
import type { ProjectDiff } from "./project-diff.ts";

/** A comparison with what it was compared to, and what of it is acknowledged. */
export interface Comparison {
  readonly diff: ProjectDiff;
  /** As the user wrote it: `git:HEAD`, or a folder. */
  readonly against: string;
  /** The hash of the commit; null where a folder was compared. */
  readonly commit: string | null;
  /** Files of the other side that cannot be understood, and count as absent. */
  readonly unread: readonly UnreadFile[];
  readonly allowed: ReadonlySet<BreakCode>;
}

export interface UnreadFile {
  /** Relative to the project's root. */
  readonly path: string;
  /** What is wrong with it first. */
  readonly message: string;
}

export type Standing = "break" | "allowed" | "note";

/** How a break stands: a note needs no acknowledgement. */
export function standingOf({ code }: Break, allowed: ReadonlySet<BreakCode>): Standing {
  if (code === BEHAVIOUR_NOTE) return "note";
  return allowed.has(code) ? "allowed" : "break";
}

/** The codes of what breaks and is not acknowledged, in the order of the catalogue. */
export function openCodes({ diff, allowed }: Pick<Comparison, "diff" | "allowed">): BreakCode[] {
  const found = new Set(diff.activities.flatMap(({ breaks }) => breaks.map(({ code }) => code)));
  return BREAK_CODES.filter((code) => found.has(code) && !allowed.has(code));
}
