import type { FoundFile } from "../source/discovery.ts";
import { type Checked, type CheckOptions, checkFile } from "./check-file.ts";
import type { CheckedFile } from "./checked-file.ts";

/** The files that a thread claims at a time: enough to make claiming cheap, few enough to end together. */
const BATCH = 32;

/** Checked files in a form that goes from thread to thread at little cost, and holds on to no text of a file. */
export interface Batch {
  /** The place of the first file in the list. */
  readonly start: number;
  /** JSON of a list of CheckedFile. */
  readonly checked: string;
  /** The compiled text of each file's activity, which has no line feed, on a line of its own. */
  readonly json: string;
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
      json: results.map(({ json }) => json).join("\n"),
    };
  }
}

/** The checked files of a batch. Their compiled texts are parts of one, so that each is in memory once. */
export function checkedFilesOf({ checked, json }: Batch): Checked[] {
  const files = JSON.parse(checked) as CheckedFile[];
  const lines = json.split("\n");
  return files.map((file, index) => ({ checked: file, json: lines[index] ?? "" }));
}
