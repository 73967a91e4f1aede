import {
  ActivityCancellationType,
  ActivityFailure,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from "@temporalio/workflow";
import { CANCELLED, type Outcome } from "../activity/run.ts";
import type { Attempt } from "../invoke/attempt.ts";
import { type Call, HEARTBEAT_TIMEOUT_SECONDS, type WorkerActivities } from "./contract.ts";

/** How a call ended: with an attempt to judge, or without one. */
export type CallEnd = Attempt | "lost" | "cancelled";

/**
 * Makes one call on some worker. It ends as `lost` where the worker is silent for too long, whatever has become of the
 * call, and as `cancelled` once the call has been given up.
 */
export async function callOnce(call: Call): Promise<CallEnd> {
  const { callService } = proxyActivities<WorkerActivities>({
    startToCloseTimeout: call.activity.start_to_close_seconds * 1000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT_SECONDS * 1000,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    // Attempts are the activity's policy, and each is an event of its own in the history.
    retry: { maximumAttempts: 1 },
  });
  try {
    return await callService(call);
  } catch (error) {
    if (isCancellation(error)) return CANCELLED;
    const cause = error instanceof ActivityFailure ? error.cause : error;
    if (cause instanceof TimeoutFailure && cause.timeoutType === "HEARTBEAT") return "lost";
    if (cause instanceof TimeoutFailure)
      return withoutAnswer(
        `the worker did not end the call within ${call.activity.start_to_close_seconds} s`,
        "timed_out",
      );
    return withoutAnswer(`the worker could not make the call: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/** An attempt that is known only by how it ended. */
export function withoutAnswer(reason: string, outcome: Outcome = "failed"): Attempt {
  const at = instant();
  const answer = { http_status: null, counts: null, retry_after_seconds: null };
  return { ...answer, outcome, reason, is_final: false, started_at: at, finished_at: at };
}

/** Of the workflow's clock, which is the server's. */
export function instant(): string {
  return new Date().toISOString();
}
