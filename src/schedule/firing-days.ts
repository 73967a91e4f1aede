import type { Cron } from "./cron.ts";

/** Days of the Gregorian cycle of 400 years, after which dates and weekdays repeat: it is a whole number of weeks. */
export const CYCLE_DAYS = 146_097;

/** The weekday of 1 January 2000, with which the cycle here begins: a Saturday. */
const FIRST_WEEKDAY = 6;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How the days on which a cron fires lie within the cycle, and over its end. */
interface FiringDays {
  /** How many they are. */
  readonly count: number;
  /** The fewest days from one to the next. */
  readonly shortestGap: number;
  /** The most days from one to the next. */
  readonly longestGap: number;
}

/** What was found for a cron before: a walk through the cycle takes milliseconds, and every rule asks again. */
const known = new WeakMap<Cron, FiringDays | undefined>();

/** Finds the days on which a cron fires, or nothing where it never does, as on a 30th of February. */
export function firingDays(cron: Cron): FiringDays | undefined {
  if (!known.has(cron)) known.set(cron, findFiringDays(cron));
  return known.get(cron);
}

function findFiringDays({ dayOfMonth, month, dayOfWeek }: Cron): FiringDays | undefined {
  const isWeekly = month.values.length === 12 && dayOfMonth.values.length === 31;
  if (!isWeekly) return firingDates(dayOfMonth.values, month.values, dayOfWeek.values);
  const week = spread(dayOfWeek.values, 7);
  return week && { ...week, count: (week.count * CYCLE_DAYS) / 7 };
}

/** What was found for other crons of the same days: they differ in minutes and hours most. */
const knownDates = new Map<string, FiringDays | undefined>();
const MAX_KNOWN = 1024;

function firingDates(...fields: readonly [dates: Values, months: Values, weekdays: Values]): FiringDays | undefined {
  const key = fields.map((values) => values.join()).join("/");
  if (knownDates.has(key)) return knownDates.get(key);
  const found = spread(daysOfCycle(...fields), CYCLE_DAYS);
  if (knownDates.size < MAX_KNOWN) knownDates.set(key, found);
  return found;
}

type Values = readonly number[];

/** The days of the cycle, ascending from 0, that match all three fields. */
function daysOfCycle(dates: readonly number[], months: readonly number[], weekdays: readonly number[]): number[] {
  const days: number[] = [];
  const isMonth = MONTH_DAYS.map((_, month) => months.includes(month + 1));
  const isWeekday = Array.from({ length: 7 }, (_, weekday) => weekdays.includes(weekday));
  let firstOfMonth = 0;
  for (let month = 0; month < 400 * 12; month++) {
    const length = daysInMonth(Math.floor(month / 12), month % 12);
    for (const date of isMonth[month % 12] ? dates : []) {
      const day = firstOfMonth + date - 1;
      if (date <= length && isWeekday[(day + FIRST_WEEKDAY) % 7]) days.push(day);
    }
    firstOfMonth += length;
  }
  return days;
}

/** @param month 0 is January */
function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 1 && isLeap ? 29 : (MONTH_DAYS[month] ?? 0);
}

/** How ascending days lie within a cycle of `length` days, in which the first follows the last. */
function spread(days: readonly number[], length: number): FiringDays | undefined {
  const last = days.at(-1);
  if (last === undefined) return undefined;
  let [shortestGap, longestGap, previous] = [length, 0, last - length];
  for (const day of days) {
    shortestGap = Math.min(shortestGap, day - previous);
    longestGap = Math.max(longestGap, day - previous);
    previous = day;
  }
  return { count: days.length, shortestGap, longestGap };
}
