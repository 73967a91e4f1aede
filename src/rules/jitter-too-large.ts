import { gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

export const jitterTooLarge = defineRule({
  code: "jitter-too-large",
  severity: "error",
  summary: "The jitter is larger than half the shortest gap between fires.",
  rationale:
    "Jitter delays each fire by a random time. Above half a gap, a fire may come nearer to the next one than to its own time, and runs can no longer be told apart by their slots.",
  scope: "definition",
  reads: ["schedule.cron", "schedule.jitter_seconds"],
  check({ activity }, report) {
    const shortest = gapsOf(activity)?.shortestSeconds;
    const { jitter_seconds } = activity.schedule;
    if (shortest === undefined || jitter_seconds <= shortest / 2) return;
    report({
      at: ["schedule", "jitter_seconds"],
      message: `jitter_seconds ${jitter_seconds} is above half the shortest gap between two fires, ${shortest / 2} s`,
      help: `write ${shortest / 2} or less`,
      related: [{ at: ["schedule", "cron"], message: `two fires are only ${shortest} s apart` }],
    });
  },
});
