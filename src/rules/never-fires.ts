import { fieldKinds } from "../schedule/field-kind.ts";
import type { Span } from "../source/source-file.ts";
import { cronOf, gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

/** Days of each month at most, from January. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const neverFires = defineRule({
  code: "never-fires",
  severity: "error",
  summary: "The cron expression names only days that no calendar has.",
  rationale:
    "A schedule for the 30th of February never runs, and nothing complains. Temporal may even delete it, since it has no further fire.",
  scope: "definition",
  reads: ["schedule.cron"],
  check({ activity }, report) {
    const cron = cronOf(activity);
    if (!cron || gapsOf(activity)) return;
    const months = cron.month.values;
    const longest = Math.max(...months.map((month) => LONGEST_MONTHS[month - 1] ?? 0));
    report({
      at: ["schedule", "cron"],
      within: dateFields(activity.schedule.cron),
      message: `"${activity.schedule.cron}" never fires: ${monthWords(months)} at most ${longest} days`,
      label: "no calendar has this day",
      help: `write a day from 1 to ${longest}, or another month`,
    });
  },
});

/** From the day of the month to the end of the month. */
function dateFields(cron: string): Span {
  const [, , day, month] = Array.from(cron.matchAll(/\S+/g));
  return { start: day?.index ?? 0, end: month ? month.index + month[0].length : cron.length };
}

function monthWords(months: readonly number[]): string {
  const names = months.map((month) => fieldKinds.month.names[month - 1] ?? "");
  if (names.length === 1) return `${names[0]} has`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} have`;
}
