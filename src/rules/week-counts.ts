import type { Cron } from "../schedule/cron.ts";
import { fieldKinds } from "../schedule/field-kind.ts";
import { timeOfDay } from "./same-minute.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const DAYS = 7;

/**
 * How many jobs fire in each minute of a week, counted from Sunday 00:00. It knows of weekdays, hours and minutes only,
 * and is asked for a cron's own minutes or for others.
 */
export class WeekCounts {
  private readonly counts = new Int32Array(DAYS * DAY);

  add({ dayOfWeek, hour, minute }: Cron, minutes = minute.values): void {
    for (const day of dayOfWeek.values) {
      for (const at of hour.values) {
        for (const past of minutes)
          this.counts[day * DAY + at * HOUR + past] = this.at(day * DAY + at * HOUR + past) + 1;
      }
    }
  }

  /** The first minute of a cron's that has as many jobs as it may; undefined where there is room in all. */
  firstFull({ dayOfWeek, hour, minute }: Cron, most: number, minutes = minute.values): number | undefined {
    for (const day of dayOfWeek.values) {
      for (const at of hour.values) {
        const full = minutes.find((past) => this.at(day * DAY + at * HOUR + past) >= most);
        if (full !== undefined) return day * DAY + at * HOUR + full;
      }
    }
    return undefined;
  }

  at(minute: number): number {
    return this.counts[minute] ?? 0;
  }

  /** A minute in words: with its weekday, unless it is as full on every day. */
  words(minute: number): string {
    const time = minute % DAY;
    const days = Array.from({ length: DAYS }, (_, day) => this.at(day * DAY + time));
    const clock = timeOfDay(Math.floor(time / HOUR), time % HOUR);
    const isDaily = days.every((count) => count === days[0]);
    return isDaily ? clock : `${clock} on ${fieldKinds.dayOfWeek.names[Math.floor(minute / DAY)]}`;
  }
}

/** Whether a cron that fires every week alike fires in a minute of the week. */
export function firesIn({ dayOfWeek, hour, minute }: Cron, minuteOfWeek: number): boolean {
  const time = minuteOfWeek % DAY;
  return (
    minute.values.includes(time % HOUR) &&
    hour.values.includes(Math.floor(time / HOUR)) &&
    dayOfWeek.values.includes(Math.floor(minuteOfWeek / DAY))
  );
}
