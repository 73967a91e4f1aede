import type { Cron } from "../schedule/cron.ts";
import { fieldsOfAlias } from "../schedule/read-alias.ts";

const LAST_MINUTE = 59;

/**
 * A cron that fires as often and at the same gaps, so many minutes later (or earlier, below 0): all of its minutes stay
 * within the hour, so that hours and days are the same.
 */
export function movedCron(cron: Cron, byMinutes: number): string {
  const [, ...others] = (fieldsOfAlias(cron.source.trim()) ?? cron.source).trim().split(/\s+/);
  return [minuteField(cron.minute.values.map((minute) => minute + byMinutes)), ...others].join(" ");
}

/** The first minutes that a cron can be moved to: its own is among them, and where it fires every minute, no other. */
export function firstMinutes({ minute: { values } }: Cron): number[] {
  const span = (values.at(-1) ?? 0) - (values[0] ?? 0);
  return Array.from({ length: LAST_MINUTE - span + 1 }, (_, first) => first);
}

/** Ascending minutes as a field of a cron, in the dialect on which all targets agree. */
function minuteField(values: readonly number[]): string {
  const [first = 0, second = 0] = values;
  const last = values.at(-1) ?? 0;
  const step = second - first;
  const isStepped = values.length > 2 && values.every((value, index) => value === first + index * step);
  if (!isStepped) return values.join(",");
  const isToTheEnd = last + step > LAST_MINUTE;
  const range = isToTheEnd && step > 1 ? (first === 0 ? "*" : `${first}-${LAST_MINUTE}`) : `${first}-${last}`;
  return step === 1 ? range : `${range}/${step}`;
}
