import type { Activity, Calendar, CalendarRange } from "./activity.ts";
import { canonicalSha256 } from "./canonical-json.ts";

/**
 * SHA-256 over what decides how the activity runs: schedule, policies, budget, retry, outcome and invocation. The
 * spelling of the cron expression, titles, rollout and whether it is enabled are left out, so evidence that is bound to
 * the hash outlives them.
 */
export function behaviourSha256(activity: Activity): string {
  return canonicalSha256(behaviourOf(activity));
}

/** What the hash is over, in the order of canonical JSON where the activity's own parts are. */
export function behaviourOf(activity: Activity): object {
  const { calendar, ends_at, jitter_seconds, starts_at, timezone } = activity.schedule;
  return {
    invoke: activity.invoke,
    max_seconds: activity.max_seconds,
    misfire_grace_seconds: activity.misfire_grace_seconds,
    misfire_policy: activity.misfire_policy,
    on_failure: activity.on_failure,
    on_failure_after: activity.on_failure_after,
    outcome: activity.outcome,
    overlap_policy: activity.overlap_policy,
    retry: activity.retry,
    schedule: { calendar: calendarValues(calendar), ends_at, jitter_seconds, starts_at, timezone },
    start_to_close_seconds: activity.start_to_close_seconds,
  };
}

/** What was made of a calendar before: the activities of one cron expression share theirs. */
const known = new WeakMap<Calendar, object>();

/** Each field as its values, ascending: a step and the list that it stands for fire alike. */
function calendarValues(calendar: Calendar): object {
  const before = known.get(calendar);
  if (before) return before;
  const values = Object.fromEntries(Object.entries(calendar).map(([field, ranges]) => [field, valuesOf(ranges)]));
  known.set(calendar, values);
  return values;
}

function valuesOf(ranges: readonly CalendarRange[]): number[] {
  const values = new Set<number>();
  for (const { start, end, step } of ranges) for (let value = start; value <= end; value += step) values.add(value);
  return [...values].sort((a, b) => a - b);
}
