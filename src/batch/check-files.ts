import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { FoundFile } from "../source/discovery.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { CheckOptions } from "./check-file.ts";
import { type Batch, checkUnclaimed, joinBatches } from "./checked-batch.ts";

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
) {
  const counter = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { targets, findPaths: _ownFinder, ...rest } = options;
  const order = { files, counter, options: { ...rest, targetFiles: targets.map(({ document }) => document.file) } };
  const others = Array.from({ length: threads - 1 }, () => checkElsewhere(order));
  const own = [...checkUnclaimed(files, counter, options)];
  const batches = await Promise.all(others);
  return joinBatches([...own, ...batches.flat()]);
}

function threadsFor(files: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(files / FILES_PER_THREAD)));
}

/** The batches that another thread has checked. */
function checkElsewhere(workerData: WorkerOrder): Promise<Batch[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, ACTDEF_WORKER), { workerData });
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a thread ended with ${code}`)));
  });
}
