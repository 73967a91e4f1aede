import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { FoundFile } from "../source/discovery.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Checked, CheckOptions } from "./check-file.ts";
import { type Batch, checkedFilesOf, checkUnclaimed } from "./checked-batch.ts";

/** What the build makes of `check-worker.ts`, in the folder of the file that this becomes a part of. */
declare const ACTDEF_WORKER: string;

/** A thread costs as much as checking some hundred files: it has to start, to load the program, and to warm up. */
const FILES_PER_THREAD = 1500;

/** What a thread is started with. */
export interface WorkerOrder {
  readonly files: readonly FoundFile[];
  /** Shared: the next file that no thread has claimed. */
  readonly counter: Int32Array;
  readonly options: Omit<CheckOptions, "targets" | "findPaths"> & { readonly targetFiles: readonly SourceFile[] };
}

/** Checks each file of a list by itself, on as many threads as pay. The result is the same with any number of them. */
export async function checkFiles(
  files: readonly FoundFile[],
  options: CheckOptions,
  threads = threadsFor(files.length),
): Promise<Checked[]> {
  const counter = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { targets, findPaths: _ownFinder, ...rest } = options;
  const order = { files, counter, options: { ...rest, targetFiles: targets.map(({ document }) => document.file) } };
  const batches = new Map<number, Checked[]>();
  const take = (batch: Batch) => batches.set(batch.start, checkedFilesOf(batch));
  const others = Array.from({ length: threads - 1 }, () => checkElsewhere(order, take));
  for (const batch of checkUnclaimed(files, counter, options)) {
    take(batch);
    // So that what other threads have found does not pile up until all is done.
    if (threads > 1) await setImmediate();
  }
  await Promise.all(others);
  const starts = [...batches.keys()].sort((a, b) => a - b);
  return starts.flatMap((start) => batches.get(start) ?? []);
}

function threadsFor(files: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(files / FILES_PER_THREAD)));
}

/** Lets another thread check files, and takes each batch when it is there. */
function checkElsewhere(workerData: WorkerOrder, take: (batch: Batch) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, ACTDEF_WORKER), { workerData });
    worker.on("message", (batch: Batch | null) => (batch ? take(batch) : resolve()));
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a thread ended with ${code}`)));
  });
}
