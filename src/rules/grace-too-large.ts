import { gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

export const graceTooLarge = defineRule({
  code: "grace-too-large",
  severity: "error",
  summary: "The misfire grace is not below the shortest gap between fires.",
  rationale:
    "A fire that is late by no more than the grace still runs. With a grace as long as the gap, a late fire and the next one are both due at once, whatever the misfire policy says.",
  scope: "definition",
  reads: ["schedule.cron", "misfire_grace_seconds"],
  check({ activity }, report) {
    const shortest = gapsOf(activity)?.shortestSeconds;
    const { misfire_grace_seconds } = activity;
    if (shortest === undefined || misfire_grace_seconds < shortest) return;
    report({
      at: ["misfire_grace_seconds"],
      message: `misfire_grace_seconds ${misfire_grace_seconds} is not below the shortest gap between two fires, ${shortest} s`,
      help: `write less than ${shortest}, or leave it out: the default is 60 or less`,
      related: [{ at: ["schedule", "cron"], message: `two fires are only ${shortest} s apart` }],
    });
  },
});
