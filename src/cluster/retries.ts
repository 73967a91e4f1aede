import type { ApiCall } from "./api-call.ts";
import { ApiProblem } from "./api-problem.ts";
import type { Clock } from "./clock.ts";

/** Waits between tries of a call that got no answer or a 5xx: 0.5 to 8 s. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000] as const;

/** A throttled call waits as long as the API server says, but no longer than this, and is tried so often at most. */
const MAX_RETRY_AFTER_SECONDS = 30;
const MAX_THROTTLED_TRIES = 5;

const MS_PER_SECOND = 1000;

export interface Retries {
  readonly clock: Clock;
  /** No new try is begun later than this after the first, in milliseconds. */
  readonly patienceMs: number;
  /** Gets fresh credentials. Throws where it cannot. */
  readonly refresh: () => Promise<void>;
}

/**
 * Makes a call, and again where that may help and do no harm. A throttled call was not executed, so it is repeated
 * whatever it does; one that got no answer or a 5xx only if it is idempotent; one without valid credentials once, with
 * fresh ones. Throws the last ApiProblem.
 */
export async function withRetries<T>(call: ApiCall, exchange: () => Promise<T>, retries: Retries): Promise<T> {
  const { clock, patienceMs, refresh } = retries;
  const begin = clock.now();
  let isRefreshed = false;
  for (let tries = 1; ; tries++) {
    try {
      return await exchange();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.reason === "unauthorized" && !isRefreshed) {
        isRefreshed = true;
        await refresh();
        continue;
      }
      const wait = waitBefore(call, error, tries);
      if (wait === undefined || clock.now() - begin + wait > patienceMs) throw error;
      await clock.sleep(wait);
    }
  }
}

/** Milliseconds to wait before the next try, or undefined where there is to be none. */
function waitBefore(call: ApiCall, problem: ApiProblem, tries: number): number | undefined {
  if (problem.reason === "throttled") {
    const seconds = Math.min(problem.retryAfterSeconds ?? 1, MAX_RETRY_AFTER_SECONDS);
    return tries < MAX_THROTTLED_TRIES ? seconds * MS_PER_SECOND : undefined;
  }
  return problem.isUnanswered && call.isIdempotent ? WAITS_MS[tries - 1] : undefined;
}
