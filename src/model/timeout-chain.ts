import type { Activity } from "./activity.ts";

/** The client waits this long beyond the work budget, so that a partial answer still arrives. */
const CLIENT_MARGIN_SECONDS = 30;
/** Temporal waits this long beyond the client, so that the client's own error is the one recorded. */
export const START_TO_CLOSE_MARGIN_SECONDS = 15;
/** A pod that makes or carries calls may finish one, and then has this long to stop. */
const TERMINATION_MARGIN_SECONDS = 30;

/** The client's deadline where the definition does not say one. */
export function defaultClientTimeout(maxSeconds: number): number {
  return maxSeconds + CLIENT_MARGIN_SECONDS;
}

/** Temporal's start-to-close time-out of one attempt. */
export function startToClose(clientTimeoutSeconds: number): number {
  return clientTimeoutSeconds + START_TO_CLOSE_MARGIN_SECONDS;
}

/** The longest sum of all pauses between attempts, in seconds. */
export function totalBackoff(retry: Activity["retry"], attempts = retry.max_attempts): number {
  let total = 0;
  let pause = retry.backoff_seconds;
  for (let done = 1; done < attempts; done++) {
    total += Math.min(pause, retry.max_backoff_seconds);
    pause *= retry.backoff_factor;
  }
  return total;
}

/** When the last attempt of a fire has ended at the latest, in seconds after the nominal fire: jitter, attempts, back-offs. */
export function latestEnd(activity: Pick<Activity, "schedule" | "retry" | "start_to_close_seconds">): number {
  const { retry, schedule, start_to_close_seconds } = activity;
  return schedule.jitter_seconds + retry.max_attempts * start_to_close_seconds + totalBackoff(retry);
}

/** What decides how long a call may take. */
interface Called {
  readonly invoke: Pick<Activity["invoke"], "timeout_seconds">;
}

/** The termination grace of a pod through which all of these activities are called, in seconds. */
export function terminationGrace(activities: readonly { readonly activity: Called }[]): number {
  const longest = activities.reduce((most, { activity }) => Math.max(most, activity.invoke.timeout_seconds), 0);
  return longest + TERMINATION_MARGIN_SECONDS;
}
