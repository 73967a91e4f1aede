import type { CronProblemCode } from "./cron-problems.ts";
import type { Token } from "./token.ts";

/** A replacement of the text from `start` to `end`, offsets in the expression. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What to tell the author, and the one safe correction where there is one. */
interface Advice {
  readonly message: string;
  readonly help: string;
  readonly edit?: Edit;
}

/** A problem of one token, found before the whole expression is known. */
export interface Finding extends Advice {
  readonly code: CronProblemCode;
  readonly start: number;
  readonly end: number;
}

/** The finding that `token` deserves `advice`. */
export function findingAt(code: CronProblemCode, { start, end }: Token, advice: Advice): Finding {
  return { code, start, end, ...advice };
}

/** The edit that puts `text` in the place of `token`. */
export function replace({ start, end }: Token, text: string): Edit {
  return { start, end, text };
}

/** Applies `edits` to `text`; one that lies within another gives way to it. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let corrected = "";
  let position = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start < position) continue;
    corrected += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return corrected + text.slice(position);
}
