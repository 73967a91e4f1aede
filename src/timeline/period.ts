import type { Schedule } from "../model/activity.ts";
import { type Cron, parseCron } from "../schedule/cron.ts";

export const MINUTES_OF_DAY = 24 * 60;
const MINUTE_MS = 60_000;
const DAY_MS = MINUTES_OF_DAY * MINUTE_MS;

/** The days that are looked at, from a midnight on, in UTC. */
export interface Period {
  readonly from: Date;
  readonly days: 1 | 7;
}

/** The instant of a minute of a period, counted from 0. */
export function instantAt({ from }: Period, minute: number): Date {
  return new Date(from.getTime() + minute * MINUTE_MS);
}

/** A minute as people and JSON read it, such as `2026-06-22T00:15Z`. */
export function isoMinute(period: Period, minute: number): string {
  return `${instantAt(period, minute).toISOString().slice(0, 16)}Z`;
}

/** The cron of a sound activity. */
export function cronOf({ cron }: Pick<Schedule, "cron">): Cron {
  const parsed = parseCron(cron).cron;
  if (!parsed) throw new Error("a sound definition has a cron expression that passed the gate");
  return parsed;
}

/** The minutes of a period at which a cron fires, ascending. */
export function fireMinutes({ minute, hour, dayOfMonth, month, dayOfWeek }: Cron, { from, days }: Period): Int32Array {
  const times = hour.values.flatMap((at) => minute.values.map((past) => at * 60 + past));
  const minutes: number[] = [];
  for (let day = 0; day < days; day++) {
    const date = new Date(from.getTime() + day * DAY_MS);
    const isFiring =
      month.values.includes(date.getUTCMonth() + 1) &&
      dayOfMonth.values.includes(date.getUTCDate()) &&
      dayOfWeek.values.includes(date.getUTCDay());
    if (isFiring) for (const time of times) minutes.push(day * MINUTES_OF_DAY + time);
  }
  return Int32Array.from(minutes);
}

/** Those of some minutes that are not before a schedule starts, nor after it ends; both ends are included. */
export function withinWindow(minutes: Int32Array, { starts_at, ends_at }: Schedule, period: Period): Int32Array {
  if (starts_at === null && ends_at === null) return minutes;
  const first = starts_at === null ? Number.NEGATIVE_INFINITY : minuteOf(period, starts_at);
  const last = ends_at === null ? Number.POSITIVE_INFINITY : minuteOf(period, ends_at);
  return minutes.filter((minute) => minute >= first && minute <= last);
}

function minuteOf({ from }: Period, instant: string): number {
  return (Date.parse(instant) - from.getTime()) / MINUTE_MS;
}
