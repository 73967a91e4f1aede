import { ApplicationFailure, Context } from "@temporalio/activity";
import type { Logger } from "pino";
import type { RunRecord } from "../activity/run.ts";
import { insertRun, type RowSource } from "../store/run-history.ts";
import { messageOf } from "./worker-log.ts";
import { countRun, type WorkerMetrics } from "./worker-metrics.ts";

export interface RecordSurroundings {
  readonly database: RowSource;
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
}

/**
 * Tells of a run in the log and in the metrics when it is first called, whatever the state of the database, and brings it
 * into the database.
 *
 * @throws ApplicationFailure that Temporal tries again
 */
export async function recordRun(record: RunRecord, { database, log, metrics }: RecordSurroundings): Promise<void> {
  const { activity_id: activity, run_id, outcome, attempts, http_status, reason } = record;
  if (Context.current().info.attempt === 1) {
    countRun(metrics, record);
    const level = outcome === "ok" ? "info" : "warn";
    log[level]({ activity, run_id, outcome, attempts, http_status, reason }, "a run has ended");
  }
  try {
    await insertRun(database, record);
  } catch (error) {
    metrics.recordErrors.inc();
    const problem = messageOf(error);
    log.error({ activity, run_id, problem }, "a run could not be recorded, and will be tried again");
    throw ApplicationFailure.retryable(`the run could not be recorded: ${problem}`);
  }
}
