import type { Activity, Calendar, CalendarRange } from "./activity.ts";
import { canonicalSha256 } from "./canonical-json.ts";

/**
 * SHA-256 over what decides how the activity runs: schedule, policies, budget, retry, outcome and invocation. The
 * spelling of the cron expression, titles, rollout and whether it is enabled are left out, so evidence that is bound to
 * the hash outlives them.
 */
export function behaviourSha256(activity: Activity): string {
  const { cron: _spelling, calendar, ...schedule } = activity.schedule;
  return canonicalSha256({
    schedule: { ...schedule, calendar: calendarValues(calendar) },
    misfire_policy: activity.misfire_policy,
    misfire_grace_seconds: activity.misfire_grace_seconds,
    overlap_policy: activity.overlap_policy,
    max_seconds: activity.max_seconds,
    start_to_close_seconds: activity.start_to_close_seconds,
    retry: activity.retry,
    on_failure: activity.on_failure,
    on_failure_after: activity.on_failure_after,
    invoke: activity.invoke,
    outcome: activity.outcome,
  });
}

/** Each field as its values, ascending: a step and the list that it stands for fire alike. */
function calendarValues(calendar: Calendar) {
  return Object.fromEntries(Object.entries(calendar).map(([field, ranges]) => [field, valuesOf(ranges)]));
}

function valuesOf(ranges: readonly CalendarRange[]): number[] {
  const values = new Set<number>();
  for (const { start, end, step } of ranges) for (let value = start; value <= end; value += step) values.add(value);
  return [...values].sort((a, b) => a - b);
}
