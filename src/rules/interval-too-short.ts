import { gapsOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

export const intervalTooShort = defineRule({
  code: "interval-too-short",
  severity: "error",
  negotiable: true,
  summary: "The job fires more often than the target allows.",
  rationale:
    "A target states the shortest interval that its services are built for. A job that fires more often crowds out the others there.",
  scope: "definition-on-target",
  reads: ["schedule.cron"],
  check({ activity }, target, report) {
    const shortest = gapsOf(activity)?.shortestSeconds;
    const allowed = target.target.policy.shortest_interval_seconds;
    if (shortest === undefined || shortest >= allowed) return;
    report({
      at: ["schedule", "cron"],
      message: `"${activity.schedule.cron}" fires ${shortest} s apart, and target "${target.target.name}" asks for ${allowed} s or more`,
      help: `leave ${allowed} s or more between two fires`,
      related: [{ in: target, at: ["policy", "shortest_interval_seconds"], message: "the least that it allows" }],
    });
  },
});
