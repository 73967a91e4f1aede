import type { CronItem } from "./cron-item.ts";
import { fieldKinds, shortName } from "./field-kind.ts";
import { ascending, valuesIn } from "./field-range.ts";
import { type Finding, findingAt, replace } from "./finding.ts";
import { listOfValues } from "./list-of-values.ts";
import { quote } from "./quote.ts";
import { SUNDAY_SEVEN } from "./read-value.ts";

/** Finds what is wrong with the two ends of an item: a 7 for Sunday, or a start after the end. */
export function checkBounds(item: CronItem): Finding[] {
  return [...sundaySeven(item), ...descendingRange(item)];
}

function sundaySeven(item: CronItem): Finding[] {
  const { token, kind, bounds, start, end, step } = item;
  const seven = start === SUNDAY_SEVEN ? bounds[0] : end === SUNDAY_SEVEN ? bounds[1] : undefined;
  if (kind !== fieldKinds.dayOfWeek || seven === undefined) return [];
  const message = `${quote(seven.text)} is refused by CronJob, expected 0 to 6, where 0 is Sunday`;
  const first = start > end ? 0 : start;
  if (step !== undefined && (step.size < 1 || step.size > end - first)) {
    return [findingAt("cron-sunday-seven", seven, { message, help: 'write Sunday as "0"' })];
  }
  const days = valuesIn([{ start: first, end, step: step?.size ?? 1 }]);
  const text = writeList(item, ascending(days.map((day) => day % SUNDAY_SEVEN)));
  return [findingAt("cron-sunday-seven", seven, { message, help: `write "${text}"`, edit: replace(token, text) })];
}

function descendingRange(item: CronItem): Finding[] {
  const { token, kind, start, end, step } = item;
  if (start <= end || start > kind.max) return [];
  const message = `${quote(token.text)} runs backwards, expected an ascending range: Temporal and CronJob refuse it`;
  if (step !== undefined) {
    return [findingAt("cron-descending-range", token, { message, help: "write the values as a list" })];
  }
  const beforeAndAfter = [
    { start, end: kind.max, step: 1 },
    { start: kind.min, end, step: 1 },
  ];
  const text = writeList(item, valuesIn(beforeAndAfter));
  return [findingAt("cron-descending-range", token, { message, help: `write "${text}"`, edit: replace(token, text) })];
}

/** The list of `values` that may stand for `item`: by name, where it uses a name. */
function writeList({ kind, bounds }: CronItem, values: readonly number[]): string {
  const usesNames = bounds.some((bound) => /^[A-Za-z]/.test(bound.text));
  const names = usesNames ? kind.names.map(shortName) : [];
  return listOfValues(values, (value) => names[value - kind.min] ?? String(value));
}
