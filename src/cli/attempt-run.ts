import { randomUUID } from "node:crypto";
import type { RunRecord } from "../../runtime/src/activity/run.ts";
import type { Attempt } from "../../runtime/src/invoke/attempt.ts";
import type { CallSetting } from "../../runtime/src/invoke/build-request.ts";
import { localKey } from "../../runtime/src/invoke/idempotency-key.ts";
import { makeAttempt } from "../../runtime/src/invoke/make-attempt.ts";
import { type NextStep, nextStep } from "../../runtime/src/invoke/next-step.ts";
import { runRecord } from "../../runtime/src/invoke/run-record.ts";
import { Interrupted } from "../cluster/clock.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import type { interruptibleClock } from "./interruptible-clock.ts";

const MS_PER_SECOND = 1000;

/** Called after each attempt, with what follows it. */
type OnAttempt = (attempt: Attempt, count: number, next: NextStep) => void;

/** Makes a run: attempts by the activity's policy, all with one key. An interrupted one has failed. */
export async function attemptRun(
  activity: CompiledActivity,
  given: Omit<CallSetting, "idempotencyKey">,
  clock: ReturnType<typeof interruptibleClock>,
  onAttempt: OnAttempt,
): Promise<RunRecord> {
  const { source } = given;
  const started_at = new Date(clock.now()).toISOString();
  const idempotency_key = localKey(activity.id, started_at, source);
  const run = { run_id: randomUUID(), source, scheduled_time: null, started_at, idempotency_key };
  const call = { ...given, idempotencyKey: idempotency_key, signal: clock.signal };
  for (let attempts = 1; ; attempts++) {
    const last = await makeAttempt(activity, call);
    const next = nextStep(activity.retry, attempts, last);
    onAttempt(last, attempts, next);
    if (next.action === "stop") return runRecord(activity, run, { attempts, last });
    try {
      await clock.sleep(next.seconds * MS_PER_SECOND);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      const finished_at = new Date(clock.now()).toISOString();
      return runRecord(activity, run, {
        attempts,
        last: { ...last, outcome: "failed", reason: "interrupted", finished_at },
      });
    }
  }
}
