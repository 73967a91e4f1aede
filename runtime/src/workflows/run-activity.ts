import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  ParentClosePolicy,
  patched,
  proxyActivities,
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
import {
  type Call,
  SCHEDULED_TIME,
  SETTLE_WORKFLOW,
  type Settlement,
  type SkippedFire,
  type WorkerActivities,
} from "./contract.ts";
import { isMisfire } from "./misfire.ts";

const NOT_REPEATED = "the worker was lost during the call; it is not repeated, since the activity is not idempotent";
const LOST_TWICE = "the worker was lost during the call, and again during its repeat";

/**
 * One run of an activity. It completes with its record where the outcome is `ok` or `warn`, and fails with the outcome as
 * the failure's type otherwise, so that a schedule with `pauseOnFailure` pauses. A cancelled run is recorded as failed. A
 * fire that comes too late, where such fires are skipped, is no run: it completes, and nothing is called or recorded. All
 * instants are of the workflow's clock, which is the server's.
 */
export async function runActivity(activity: CompiledActivity): Promise<RunRecord | SkippedFire> {
  const { runId, startTime, typedSearchAttributes } = workflowInfo();
  const nominal = typedSearchAttributes.get(SCHEDULED_TIME);
  const isLate = nominal && isMisfire(activity, { nominal, started: startTime, takenUp: new Date() });
  // Asked only where it is late, so that no other run has the marker in its history.
  if (isLate && patched("skip-late-fires")) return skipFire(activity, nominal);
  const fire = nominal ?? startTime;
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

/** Tells of it by an activity, since a log line of a workflow would be repeated with its task. */
async function skipFire(activity: CompiledActivity, nominal: Date): Promise<SkippedFire> {
  const takenUp = new Date();
  const seconds = Math.floor((Number(takenUp) - Number(nominal)) / 1000);
  const { id, misfire_grace_seconds: grace } = activity;
  const fire: SkippedFire = {
    skipped: `no worker took it up until ${seconds} s after its time, and misfire_policy is skip, with a grace of ${grace} s`,
    activity_id: id,
    run_id: workflowInfo().runId,
    scheduled_time: nominal.toISOString(),
    taken_up_at: takenUp.toISOString(),
  };
  const { reportSkipped } = proxyActivities<WorkerActivities>({ startToCloseTimeout: "10 s" });
  await CancellationScope.nonCancellable(() => reportSkipped(fire));
  return fire;
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
