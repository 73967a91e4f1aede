import { parentPort, workerData } from "node:worker_threads";
import { checkTarget } from "../check/check-source.ts";
import { pathFinder } from "../source/missing-paths.ts";
import type { WorkerOrder } from "./check-files.ts";
import { checkUnclaimed } from "./checked-batch.ts";

const { files, counter, options } = workerData as WorkerOrder;
const targets = options.targetFiles.flatMap((file) => checkTarget(file, []).value ?? []);
for (const batch of checkUnclaimed(files, counter, { ...options, targets, findPaths: pathFinder(options.root) })) {
  parentPort?.postMessage(batch);
}
parentPort?.postMessage(null);
