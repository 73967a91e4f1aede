import { gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

export const budgetExceedsGap = defineRule({
  code: "budget-exceeds-gap",
  severity: "error",
  summary: "The work budget is longer than the time to the next fire.",
  rationale:
    "A run that uses its budget is still at work when the next fire comes. By the overlap policy that fire is then dropped, queued up or run beside the first, so the schedule is not the one that is written.",
  scope: "definition",
  reads: ["schedule.cron", "max_seconds"],
  check({ activity }, report) {
    const shortest = gapsOf(activity)?.shortestSeconds;
    if (shortest === undefined || activity.max_seconds <= shortest) return;
    report({
      at: ["max_seconds"],
      message: `max_seconds ${activity.max_seconds} is above the shortest gap between two fires, ${shortest} s`,
      label: "the work may take this long",
      help: "lower max_seconds, or fire less often",
      related: [{ at: ["schedule", "cron"], message: `two fires are only ${shortest} s apart` }],
    });
  },
});
