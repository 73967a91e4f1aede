import { defineSearchAttributeKey } from "@temporalio/common";
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  ParentClosePolicy,
  sleep,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type { CompiledActivity } from "../activity/compiled-activity.ts";
import { CANCELLED, type RunRecord } from "../activity/run.ts";
import type { Attempt } from "../invoke/attempt.ts";
import { fireKey } from "../invoke/idempotency-key.ts";
import { nextStep } from "../invoke/next-step.ts";
import { runRecord } from "../invoke/run-record.ts";
import { callOnce, instant, withoutAnswer } from "./call-once.ts";
import { type Call, SETTLE_WORKFLOW, type Settlement } from "./contract.ts";

const NOT_REPEATED = "the worker was lost during the call; it is not repeated, since the activity is not idempotent";
const LOST_TWICE = "the worker was lost during the call, and again during its repeat";

/** The nominal fire, of a manual trigger too; Temporal sets it on what a schedule starts. */
const SCHEDULED_TIME = defineSearchAttributeKey("TemporalScheduledStartTime", "DATETIME");

/**
 * One run of an activity. It completes with its record where the outcome is `ok` or `warn`, and fails with the outcome as
 * the failure's type otherwise, so that a schedule with `pauseOnFailure` pauses. A cancelled run is recorded as failed.
 * All instants are of the workflow's clock, which is the server's.
 */
export async function runActivity(activity: CompiledActivity): Promise<RunRecord> {
  const { runId, startTime, typedSearchAttributes } = workflowInfo();
  const fire = typedSearchAttributes.get(SCHEDULED_TIME) ?? startTime;
  const run = {
    run_id: runId,
    source: activity.rollout.source,
    scheduled_time: fire.toISOString(),
    started_at: instant(),
    idempotency_key: fireKey(activity.id, fire),
  };
  const { last, attempts } = await callByPolicy({ activity, idempotency_key: run.idempotency_key });
  const record = runRecord(activity, run, { attempts, last: { ...last, finished_at: instant() } });
  await CancellationScope.nonCancellable(() => startSettling(record, activity));
  if (record.reason === CANCELLED) throw new CancelledFailure(CANCELLED);
  if (record.outcome === "failed" || record.outcome === "timed_out")
    throw ApplicationFailure.create({ message: record.reason ?? "", type: record.outcome, nonRetryable: true });
  return record;
}

/** Calls until the policy says that it is over. A call whose worker was lost is repeated once, where that is harmless. */
async function callByPolicy(call: Call): Promise<{ last: Attempt; attempts: number }> {
  const { retry, invoke } = call.activity;
  let wasLost = false;
  const isCancelled = () => CancellationScope.current().consideredCancelled;
  for (let attempts = 1; ; attempts++) {
    if (isCancelled()) return { last: withoutAnswer(CANCELLED), attempts: attempts - 1 };
    const end = await callOnce(call);
    if (end === "cancelled") return { last: withoutAnswer(CANCELLED), attempts };
    if (end === "lost") {
      if (!invoke.idempotent) return { last: withoutAnswer(NOT_REPEATED), attempts };
      if (wasLost) return { last: withoutAnswer(LOST_TWICE), attempts };
      wasLost = true;
      continue;
    }
    const step = nextStep(retry, attempts, end);
    if (step.action === "stop") return { last: end, attempts };
    if (await isCancelledWithin(step.seconds)) return { last: withoutAnswer(CANCELLED), attempts };
  }
}

async function isCancelledWithin(seconds: number): Promise<boolean> {
  try {
    await sleep(seconds * 1000);
    return false;
  } catch (error) {
    if (isCancellation(error)) return true;
    throw error;
  }
}

/**
 * The record is another workflow's work: a database that is down must neither lose it nor keep this one open, which would
 * make the schedule skip the next fire. It waits until that workflow is there.
 */
async function startSettling(record: RunRecord, { on_failure, on_failure_after }: CompiledActivity): Promise<void> {
  const settlement: Settlement = { record, policy: { on_failure, on_failure_after } };
  await startChild(SETTLE_WORKFLOW, {
    workflowId: `settle-${record.run_id}`,
    parentClosePolicy: ParentClosePolicy.ABANDON,
    args: [settlement],
  });
}
