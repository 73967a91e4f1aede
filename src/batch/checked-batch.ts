import type { FoundFile } from "../source/discovery.ts";
import { type Checked, type CheckOptions, checkFile } from "./check-file.ts";
import type { CheckedFile } from "./checked-file.ts";

/** The files that a thread claims at a time: enough to make claiming cheap, few enough to end together. */
const BATCH = 128;

/** Checked files in a form that goes from thread to thread at little cost, and holds on to no text of a file. */
export interface Batch {
  /** The place of the first file in the list. */
  readonly start: number;
  /** JSON of a list of CheckedFile. */
  readonly checked: string;
  /** The compiled text of each file's activity. */
  readonly json: readonly string[];
}

/** Checks files of a list, batch by batch, until other threads and this one have claimed all of them by a shared counter. */
export function* checkUnclaimed(
  files: readonly FoundFile[],
  counter: Int32Array,
  options: CheckOptions,
): Generator<Batch> {
  for (;;) {
    const start = Atomics.add(counter, 0, BATCH);
    const claimed = files.slice(start, start + BATCH);
    if (claimed.length === 0) return;
    const results = claimed.map((file) => checkFile(file, options));
    yield {
      start,
      checked: JSON.stringify(results.map(({ checked }) => checked)),
      json: results.map(({ json }) => json),
    };
  }
}

/** The checked files of all batches, in the order of the list; whatever threads they come from. */
export function joinBatches(batches: readonly Batch[]): Checked[] {
  const inOrder = [...batches].sort((a, b) => a.start - b.start);
  return inOrder.flatMap(({ checked: text, json }) => {
    const files = JSON.parse(text) as CheckedFile[];
    return files.map((checked, index) => ({ checked, json: json[index] ?? "" }));
  });
}
