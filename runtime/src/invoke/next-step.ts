import type { RetryPolicy } from "../activity/compiled-activity.ts";
import type { Attempt } from "./attempt.ts";

export type NextStep = { readonly action: "stop" } | { readonly action: "wait"; readonly seconds: number };

const STOP: NextStep = { action: "stop" };

/**
 * What follows an attempt, by the activity's policy. The pauses are `backoff_seconds`, multiplied by `backoff_factor` each
 * time, and at most `max_backoff_seconds`; a longer Retry-After wins within that bound, and above it the attempts end.
 * Pure: it also runs within a workflow.
 *
 * @param attempts how many have been made, `last` included
 */
export function nextStep(retry: RetryPolicy, attempts: number, last: Attempt): NextStep {
  const isDone = last.outcome === "ok" || last.outcome === "warn";
  if (isDone || last.is_final || attempts >= retry.max_attempts) return STOP;
  const longest = retry.max_backoff_seconds;
  const asked = last.retry_after_seconds ?? 0;
  if (asked > longest) return STOP;
  const pause = Math.min(retry.backoff_seconds * retry.backoff_factor ** (attempts - 1), longest);
  return { action: "wait", seconds: Math.max(pause, asked) };
}
