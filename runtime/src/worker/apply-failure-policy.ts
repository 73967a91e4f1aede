import { ApplicationFailure } from "@temporalio/activity";
import { type ScheduleClient, ScheduleNotFoundError } from "@temporalio/client";
import type { Logger } from "pino";
import { hasFailedInARow, insertPause, type RowSource } from "../store/run-history.ts";
import type { Settlement } from "../workflows/contract.ts";
import { messageOf } from "./worker-log.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

export interface PolicySurroundings {
  readonly database: RowSource;
  readonly schedules: ScheduleClient;
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
}

/**
 * Pauses or escalates after a failure, once there are enough of them in a row.
 *
 * @throws ApplicationFailure that Temporal tries again
 */
export async function applyFailurePolicy({ record, policy }: Settlement, around: PolicySurroundings): Promise<void> {
  const { on_failure, on_failure_after: times } = policy;
  const { database, log, metrics } = around;
  const { activity_id: activity, run_id, outcome, reason } = record;
  try {
    if (times > 1 && !(await hasFailedInARow(database, record.activity_uuid, times))) return;
    if (on_failure === "pause") {
      // In this order: a try that is lost in between is made again, finds the schedule paused, and leaves the row.
      if (await pauseSchedule(activity, times, around)) await insertPause(database, record);
      return;
    }
    metrics.escalations.inc({ activity });
    log.error({ activity, run_id, outcome, reason, failures_in_a_row: times }, "escalated: somebody must look at this");
  } catch (error) {
    const problem = messageOf(error);
    log.error({ activity, run_id, problem }, `${on_failure} could not be applied, and will be tried again`);
    throw ApplicationFailure.retryable(`${on_failure} could not be applied: ${problem}`);
  }
}

/**
 * Leaves the note of whoever has paused it before, which ends the row of failures as well. Gives false where it was
 * deleted by hand, and needs no pause.
 */
async function pauseSchedule(
  activity: string,
  times: number,
  { schedules, log, metrics }: PolicySurroundings,
): Promise<boolean> {
  try {
    const schedule = schedules.getHandle(activity);
    if ((await schedule.describe()).state.paused) return true;
    await schedule.pause(`paused by actcore-worker: ${times} runs in a row have failed`);
    metrics.pauses.inc({ activity });
    log.error({ activity, failures_in_a_row: times }, "paused the schedule");
    return true;
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
    log.warn({ activity }, "there is no schedule to pause");
    return false;
  }
}
