import type { Cron, CronField } from "../schedule/cron.ts";

/** A time of day at which two crons fire on the same day, such as `02:30`; undefined where they never meet. */
export function sameMinute(a: Cron, b: Cron): string | undefined {
  const minute = common(a.minute, b.minute)[0];
  if (minute === undefined) return undefined;
  const hour = common(a.hour, b.hour)[0];
  return hour !== undefined && haveCommonDay(a, b) ? timeOfDay(hour, minute) : undefined;
}

/** A time of day as messages show it, such as `02:30`. */
export function timeOfDay(hour: number, minute: number): string {
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
}

/** In the calendar, every date falls on every weekday sooner or later. */
function haveCommonDay(a: Cron, b: Cron): boolean {
  const dates = common(a.dayOfMonth, b.dayOfMonth);
  const isWeekday = common(a.dayOfWeek, b.dayOfWeek).length > 0;
  return isWeekday && common(a.month, b.month).some((month) => dates.some((date) => date <= longestMonth(month)));
}

/** The days of a month, 1 for January, in a leap year. */
function longestMonth(month: number): number {
  if (month === 2) return 29;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function common(a: CronField, b: CronField): number[] {
  return a.values.filter((value) => b.values.includes(value));
}
