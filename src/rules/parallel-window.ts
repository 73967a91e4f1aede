import { defineRule } from "./rule.ts";

export const parallelWindow = defineRule({
  code: "parallel-window",
  severity: "error",
  summary: "The parallel run has no dates, or ends before it begins.",
  rationale:
    "Both runners are compared slot by slot over the days from `from` up to but not including `until`. Without these days there is nothing to compare, and no end to running everything twice.",
  scope: "definition",
  reads: ["rollout.phase", "rollout.parallel"],
  check({ activity: { rollout } }, report) {
    const { phase, parallel } = rollout;
    if (phase === "parallel" && parallel === null) {
      report({
        at: ["rollout", "phase"],
        message: "phase parallel needs the days of the parallel run",
        help: "add parallel: { from: YYYY-MM-DD, until: YYYY-MM-DD } to rollout; the last day is the one before until",
      });
    }
    if (parallel === null || parallel.from < parallel.until) return;
    report({
      at: ["rollout", "parallel", "until"],
      message: `until ${parallel.until} is not after from ${parallel.from}, so the parallel run has no day`,
      help: "write the day after the last one",
      related: [{ at: ["rollout", "parallel", "from"], message: "it begins here" }],
    });
  },
});
