import { gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

export const wideGrace = defineRule({
  code: "wide-grace",
  severity: "warning",
  negotiable: true,
  summary: "The misfire grace is longer than half the shortest gap between fires.",
  rationale:
    "A fire that is late by more than half a gap starts nearer to the next fire than to its own time. It does the next one's work, and leaves little of the gap for its own attempts.",
  scope: "definition",
  reads: ["schedule.cron", "misfire_grace_seconds"],
  check({ activity }, report) {
    const gap = gapsOf(activity)?.shortestSeconds;
    const { misfire_grace_seconds } = activity;
    if (gap === undefined || misfire_grace_seconds <= gap / 2 || misfire_grace_seconds >= gap) return;
    report({
      at: ["misfire_grace_seconds"],
      message: `misfire_grace_seconds ${misfire_grace_seconds} is above half the shortest gap between two fires, ${gap / 2} s`,
      help: `write ${gap / 2} or less`,
      related: [{ at: ["schedule", "cron"], message: `two fires are only ${gap} s apart` }],
    });
  },
});
