import { gapsOf } from "./fire-gaps.ts";
import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const tightGrace = defineRule({
  code: "tight-grace",
  severity: "warning",
  negotiable: true,
  summary: "The jitter delays fires by more than the misfire grace.",
  rationale:
    "A fire is on time as long as it is no later than the grace. With a jitter above it, the schedule itself makes fires late: a comparison counts them as late, and a runner that sees them late may drop them.",
  scope: "definition",
  reads: ["schedule.cron", "schedule.jitter_seconds", "misfire_grace_seconds"],
  check(definition, report) {
    const { schedule, misfire_grace_seconds } = definition.activity;
    const jitter = schedule.jitter_seconds;
    const gap = gapsOf(definition.activity)?.shortestSeconds;
    // A jitter above half the gap is an error of its own.
    if (gap === undefined || jitter <= misfire_grace_seconds || jitter > gap / 2) return;
    const hasGrace = isWritten(definition, ["misfire_grace_seconds"]);
    const lower = `lower jitter_seconds to ${misfire_grace_seconds} or less`;
    report({
      at: ["schedule", "jitter_seconds"],
      message: `jitter_seconds ${jitter} is above the misfire grace of ${misfire_grace_seconds} s${hasGrace ? "" : ", the default"}`,
      help: `${lower}, or ${hasGrace ? "raise" : "add"} misfire_grace_seconds${hasGrace ? " to" : ":"} ${jitter}`,
      ...(hasGrace ? { related: [{ at: ["misfire_grace_seconds"], message: "later than this is late" }] } : {}),
    });
  },
});
