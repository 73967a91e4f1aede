import { CancelledFailure, Context } from "@temporalio/activity";
import type { Logger } from "pino";
import type { Attempt } from "../invoke/attempt.ts";
import { makeAttempt } from "../invoke/make-attempt.ts";
import { secretFiles } from "../invoke/secret-files.ts";
import type { Call } from "../workflows/contract.ts";
import type { WorkerMetrics } from "./worker-metrics.ts";

/** Well below the heartbeat time-out; it is also how late a cancellation may come. */
const HEARTBEAT_MS = 5000;

export interface CallSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secretsFolder: string;
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
}

/** Makes one call and gives what came of it. A cancellation cuts the connection, and ends it as cancelled. */
export async function callService({ activity, idempotency_key }: Call, around: CallSurroundings): Promise<Attempt> {
  const { log, metrics } = around;
  const context = Context.current();
  const signal = context.cancellationSignal;
  const heart = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  metrics.callsInFlight.inc();
  try {
    const attempt = await makeAttempt(activity, {
      baseUrl: around.environment[activity.invoke.base_url_env],
      source: activity.rollout.source,
      idempotencyKey: idempotency_key,
      readSecret: secretFiles(around.secretsFolder),
      signal,
    });
    // An answer that was there before the cancellation counts.
    if (signal.aborted && attempt.reason === "interrupted") throw new CancelledFailure("the call was cancelled");
    const { outcome, http_status, reason } = attempt;
    metrics.attempts.inc({ activity: activity.id, outcome });
    log.info({ activity: activity.id, idempotency_key, outcome, http_status, reason }, "a call has ended");
    return attempt;
  } finally {
    clearInterval(heart);
    metrics.callsInFlight.dec();
  }
}
