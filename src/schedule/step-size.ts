import type { CronItem } from "./cron-item.ts";
import { fieldKinds } from "./field-kind.ts";
import { type Finding, findingAt, replace } from "./finding.ts";
import { quote } from "./quote.ts";
import { leadingZero } from "./read-value.ts";

/** Finds a step that is not from 1 to the width of its range (of its field, where the range is open or runs backwards). */
export function stepSize(item: CronItem): Finding[] {
  const { token, kind, bounds, start, end, step } = item;
  if (step === undefined) return [];
  const width = bounds.length === 2 && start <= end ? end - start : kind.max - kind.min;
  if (step.size >= 1 && step.size <= width) return leadingZero(step.token);
  const message = `the step ${quote(step.token.text)} ${complaint(step.size, width)}`;
  const value = onlyValue(item, width);
  if (value === undefined) {
    return [findingAt("cron-step-too-large", step.token, { message, help: `write a step from 1 to ${width}` })];
  }
  const edit = replace(token, String(value));
  return [findingAt("cron-step-too-large", step.token, { message, help: `write "${value}"`, edit })];
}

function complaint(size: number, width: number): string {
  if (width === 0) return "stands in a range of one value, expected the value alone";
  if (size === 0) return `never advances, expected 1 to ${width}`;
  return `is larger than its range, expected 1 to ${width}: CronJob and Temporal would fire only where the range starts`;
}

/** What a step comes to that is as long as its field (`*\/60` is `0`), or stands in a range of one value (`5-5/1` is `5`). */
function onlyValue({ kind, bounds, start, step }: CronItem, width: number): number | undefined {
  if (width === 0) return start;
  const isWholeField = bounds.length === 0 && step?.size === width + 1 && kind !== fieldKinds.dayOfMonth;
  return isWholeField ? kind.min : undefined;
}
