import { CronExpressionParser } from "cron-parser";
import type { Cron } from "./cron.ts";
import { firingDays } from "./firing-days.ts";

/** The time in which a schedule is active; both ends are included. */
export interface FireWindow {
  readonly startsAt?: Date;
  readonly endsAt?: Date;
}

/** The next fires of a cron strictly after `after`: `count` of them, or fewer where the window ends or none is left. */
export function nextFires(cron: Cron, after: Date, count: number, window: FireWindow = {}): Date[] {
  // cron-parser throws for a date that never comes, such as a 30th of February.
  if (firingDays(cron) === undefined) return [];
  const beforeStart = (window.startsAt?.getTime() ?? Number.NEGATIVE_INFINITY) - 1;
  const currentDate = new Date(Math.max(after.getTime(), beforeStart));
  const end = window.endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const schedule = CronExpressionParser.parse(expanded(cron), { currentDate, tz: "UTC" });
  const fires: Date[] = [];
  while (fires.length < count) {
    const fire = schedule.next().toDate();
    if (fire.getTime() > end) break;
    fires.push(fire);
  }
  return fires;
}

/** The fields as lists of values: cron-parser refuses a repeated value, and an expression of more than 1,024 characters. */
function expanded(cron: Cron): string {
  return [cron.minute, cron.hour, cron.dayOfMonth, cron.month, cron.dayOfWeek]
    .map((field) => (field.restricted ? field.values.join(",") : "*"))
    .join(" ");
}
