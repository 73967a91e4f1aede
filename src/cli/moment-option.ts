import { UsageError } from "./usage-error.ts";

const DAY = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

/** The begin of a day in UTC, in milliseconds. Throws UsageError. */
export function dayOption(option: string, text: string): number {
  const day = dayOf(text);
  if (Number.isNaN(day)) throw new UsageError(`${option} ${text}: write a date like 2026-06-21`);
  return day;
}

/** An instant in milliseconds; the seconds may be left out. Throws UsageError. */
export function instantOption(option: string, text: string): number {
  const instant = instantOf(text);
  if (Number.isNaN(instant)) throw new UsageError(`${option} ${text}: write an instant like 2026-06-23T02:15Z`);
  return instant;
}

/** Either of the two. Throws UsageError. */
export function momentOption(option: string, text: string): number {
  const moment = DAY.test(text) ? dayOf(text) : instantOf(text);
  if (!Number.isNaN(moment)) return moment;
  throw new UsageError(`${option} ${text}: write a date like 2026-06-21 or an instant like 2026-06-23T02:15Z`);
}

function dayOf(text: string): number {
  return DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
}

function instantOf(text: string): number {
  return INSTANT.test(text) ? Date.parse(text) : Number.NaN;
}
