import { defineSearchAttributeKey } from "@temporalio/common";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import type { RunRecord } from "../activity/run.ts";
import type { Attempt } from "../invoke/attempt.ts";

/** The workflow type that a schedule starts; its one argument is the compiled activity. It never changes its meaning. */
export const RUN_WORKFLOW = "runActivity";

/** Records a run and applies `on_failure`; the child of a run, which outlives it. Its one argument is a `Settlement`. */
export const SETTLE_WORKFLOW = "settleRun";

/** Makes one call and records nothing. Its one argument is a `Call`; it gives the `Attempt`. */
export const REPEAT_WORKFLOW = "repeatCall";

/** The nominal fire, of a manual trigger too; Temporal sets it on what a schedule starts. */
export const SCHEDULED_TIME = defineSearchAttributeKey("TemporalScheduledStartTime", "DATETIME");

/** A worker that is silent for so long during a call is lost. */
export const HEARTBEAT_TIMEOUT_SECONDS = 30;

export interface Call {
  readonly activity: CompiledActivity;
  readonly idempotency_key: string;
}

export interface Settlement {
  readonly record: RunRecord;
  readonly policy: Pick<CompiledActivity, "on_failure" | "on_failure_after">;
}

/**
 * What a run gives whose fire a worker has taken up too late, where missed fires are skipped: no call is made, and no row
 * is written. Instants are RFC 3339 in UTC.
 */
export interface SkippedFire {
  /** Why, in a sentence. */
  readonly skipped: string;
  readonly activity_id: string;
  readonly run_id: string;
  /** The nominal fire. */
  readonly scheduled_time: string;
  readonly taken_up_at: string;
}

/** What the workflows ask of a worker. Arguments and results are plain JSON, free of secrets, and kept in the history. */
export interface WorkerActivities {
  callService(call: Call): Promise<Attempt>;
  /** However often it is called for a run, one row comes of it. */
  recordRun(record: RunRecord): Promise<void>;
  applyFailurePolicy(settlement: Settlement): Promise<void>;
  /** Tells of it in the log and in the metrics. */
  reportSkipped(fire: SkippedFire): Promise<void>;
}
