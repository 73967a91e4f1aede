import type { Cron } from "./cron.ts";
import { CYCLE_DAYS, firingDays } from "./firing-days.ts";

const MINUTES_OF_DAY = 24 * 60;

/** The shortest and the longest time from one fire to the next, in seconds. */
export interface Gaps {
  readonly shortestSeconds: number;
  readonly longestSeconds: number;
}

/**
 * The gaps of a cron, exact over the Gregorian cycle of 400 years and over its end, where the first fire follows the
 * last. Undefined where it never fires.
 */
export function gaps(cron: Cron): Gaps | undefined {
  if (!known.has(cron)) known.set(cron, findGaps(cron));
  return known.get(cron);
}

/** What was found for a cron before: every rule asks again. */
const known = new WeakMap<Cron, Gaps | undefined>();

function findGaps(cron: Cron): Gaps | undefined {
  const days = firingDays(cron);
  if (days === undefined) return undefined;
  const times = timesOfDay(cron);
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const withinDay = times.slice(1).map((time, before) => time - (times[before] ?? 0));
  const acrossDays = [days.shortestGap, days.longestGap].map((gap) => gap * MINUTES_OF_DAY - span);
  const minutes = [...withinDay, ...acrossDays];
  return { shortestSeconds: Math.min(...minutes) * 60, longestSeconds: Math.max(...minutes) * 60 };
}

/** How often a cron fires a day, on average over the Gregorian cycle of 400 years; 0 where it never does. */
export function firesPerDay(cron: Cron): number {
  const days = firingDays(cron)?.count ?? 0;
  return (days * timesOfDay(cron).length) / CYCLE_DAYS;
}

/** The minutes of the day at which a cron fires, ascending. */
function timesOfDay(cron: Cron): number[] {
  return cron.hour.values.flatMap((hour) => cron.minute.values.map((minute) => hour * 60 + minute));
}
