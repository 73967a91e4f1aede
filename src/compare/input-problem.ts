/** What is odd about events, and whether they count all the same. */
export const INPUT_PROBLEMS = {
  "not-json": { words: "not JSON", isUsed: false },
  "cut-line": { words: "cut off in the middle of a line", isUsed: false },
  "too-long": { words: "lines of more than 1 MiB", isUsed: false },
  "not-an-event": { words: "JSON, but no event of a run", isUsed: false },
  "other-activity": { words: "of another activity", isUsed: false },
  "other-type": { words: "of another type", isUsed: false },
  "unknown-source": { words: "of a source that is no runner of this activity", isUsed: false },
  "from-the-future": { words: "from the future", isUsed: false },
  "outside-window": { words: "of other days", isUsed: false },
  "off-schedule": { words: "for an instant at which nothing fires, such as a manual run", isUsed: false },
  doubled: { words: "the same run again", isUsed: false },
  contradicting: { words: "the same run with another outcome; the worse one counts", isUsed: true },
  "ends-before-start": { words: "ended before they began; they count without a duration", isUsed: true },
  "before-its-fire": { words: "began before their fire: some clock is off", isUsed: true },
  "out-of-order": { words: "out of order; the order does not matter", isUsed: true },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly isUsed: boolean }>>;

export type InputProblemKind = keyof typeof INPUT_PROBLEMS;

/** Where an event was read: the name of its input, and its line, from 1. */
export interface Place {
  readonly input: string;
  readonly line: number;
}

/** How often something was odd, where first, and what exactly there. */
export interface InputProblem {
  readonly kind: InputProblemKind;
  count: number;
  readonly first: Place;
  /** Of the first one: the field that is wrong, or the name that is not known. */
  readonly detail: string | null;
}
