import type { CompiledActivity } from "../model/compiled-activity.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { type HistoryResult, verifyHistory } from "./history-result.ts";
import type { Operation } from "./operation.ts";
import { runCommandJob } from "./run-command-job.ts";

export interface HistoryOptions {
  /** Without a uuid where it is known only there: what has been removed here, and its former ids. */
  readonly activity: Pick<CompiledActivity, "id"> & Partial<Pick<CompiledActivity, "uuid">>;
  readonly syncJob: KubernetesObject;
  /** Milliseconds since 1970; `until` is not included. */
  readonly from: number;
  readonly until: number;
  /** As long as the Job may take where there is none. */
  readonly timeoutMs: number | undefined;
}

/** The runs of an activity that started in a time, read in the target's cluster. Throws OperationStop where that fails. */
export async function readHistory(
  operation: Operation,
  { activity: { id, uuid }, syncJob, timeoutMs, ...time }: HistoryOptions,
): Promise<HistoryResult> {
  const [from, until] = [new Date(time.from).toISOString(), new Date(time.until).toISOString()];
  const options = ["--from", from, "--until", until];
  return await runCommandJob(
    operation,
    { command: "history", activity: { id }, options, syncJob, isAttaching: false, lock: null, timeoutMs },
    (left, place) => verifyHistory(left, { ...place, id, ...(uuid === undefined ? {} : { uuid }), from, until }),
  );
}
