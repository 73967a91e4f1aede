import type { CalendarField, CompiledActivity } from "../activity/compiled-activity.ts";

/** When a fire was meant to be, when Temporal has started its run, and when a worker has taken it up. */
export interface TakenFire {
  readonly nominal: Date;
  readonly started: Date;
  readonly takenUp: Date;
}

/**
 * Whether a fire has come to a worker later than `misfire_policy: skip` lets it: after its nominal time, jitter and grace.
 * Temporal's catch-up window covers only the time until it starts the run, whether or not a worker is there. A run that
 * Temporal has started later than that had to wait for another one (`overlap_policy`), or was asked for by a backfill. A
 * trigger by hand is told by its time, which Temporal cuts to the second: it is seldom one of the calendar's. Pure.
 */
export function isMisfire(activity: CompiledActivity, { nominal, started, takenUp }: TakenFire): boolean {
  const { schedule, misfire_policy, misfire_grace_seconds } = activity;
  if (misfire_policy !== "skip" || !isInCalendar(schedule.calendar, nominal)) return false;
  const latest = Number(nominal) + (schedule.jitter_seconds + misfire_grace_seconds) * 1000;
  return Number(started) <= latest && Number(takenUp) > latest;
}

function isInCalendar(calendar: CompiledActivity["schedule"]["calendar"], instant: Date): boolean {
  const values: Readonly<Record<CalendarField, number>> = {
    minute: instant.getUTCMinutes(),
    hour: instant.getUTCHours(),
    day_of_month: instant.getUTCDate(),
    month: instant.getUTCMonth() + 1,
    day_of_week: instant.getUTCDay(),
  };
  const isWholeMinute = Number(instant) % 60_000 === 0;
  return (
    isWholeMinute &&
    Object.entries(values).every(([field, value]) =>
      calendar[field as CalendarField].some(
        ({ start, end, step }) => value >= start && value <= end && (value - start) % step === 0,
      ),
    )
  );
}
