import type { CronItem } from "./cron-item.ts";
import { fieldKinds } from "./field-kind.ts";
import { type Finding, findingAt, replace } from "./finding.ts";
import { quote } from "./quote.ts";

/** Finds a step that has a start and no end. */
export function startStep({ token, kind, bounds, start, step }: CronItem): Finding[] {
  if (step === undefined || bounds.length !== 1) return [];
  const message = `${quote(token.text)} is a step without an end, expected a range: engines imply different ends`;
  if (kind === fieldKinds.dayOfWeek || step.size < 1 || step.size > kind.max - kind.min) {
    return [findingAt("cron-start-step", token, { message, help: "write the values as a list" })];
  }
  const range = start === kind.min ? "*" : `${start}-${kind.max}`;
  const text = start + step.size > kind.max ? String(start) : `${range}/${step.size}`;
  return [findingAt("cron-start-step", token, { message, help: `write "${text}"`, edit: replace(token, text) })];
}
