import type { PortableCron } from "./portable-cron.ts";

const MINUTE_MS = 60_000;
const MINUTES_OF_DAY = 24 * 60;
const DAY_MS = MINUTES_OF_DAY * MINUTE_MS;

/** The fires of a cron strictly after `after` and up to `until`, at most `limit`: every minute of a day is tried, and every day. */
export function scan(cron: PortableCron, after: Date, until: Date, limit = Number.POSITIVE_INFINITY): Date[] {
  const fires: Date[] = [];
  const minutes = Array.from({ length: MINUTES_OF_DAY }, (_, minute) => minute).filter(
    (minute) => cron.hour.includes(Math.floor(minute / 60)) && cron.minute.includes(minute % 60),
  );
  const firstDay = Math.floor(after.getTime() / DAY_MS) * DAY_MS;
  for (let day = firstDay; day <= until.getTime() && fires.length < limit; day += DAY_MS) {
    if (!matchesDay(cron, new Date(day))) continue;
    const times = minutes.map((minute) => day + minute * MINUTE_MS);
    const inside = times.filter((time) => time > after.getTime() && time <= until.getTime());
    fires.push(...inside.map((time) => new Date(time)));
  }
  return fires.slice(0, limit);
}

function matchesDay(cron: PortableCron, date: Date): boolean {
  return (
    cron.month.includes(date.getUTCMonth() + 1) &&
    cron.dayOfMonth.includes(date.getUTCDate()) &&
    cron.dayOfWeek.includes(date.getUTCDay())
  );
}
