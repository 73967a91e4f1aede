import { defineRule } from "./rule.ts";

/** In these phases the job runs, by hand or by schedule. */
const RUNNING = ["canary", "parallel", "primary"];

export const silentFailure = defineRule({
  code: "silent-failure",
  severity: "warning",
  negotiable: true,
  summary: "Nobody would notice that the job achieves nothing.",
  rationale:
    "With `log_and_continue` a failed run is only recorded. Without `fail_when` every answer with a good status counts as success, and without a progress event the called service leaves no trace of its own. One of the three has to speak. A job in phase `defined` does not run yet, and is not reported.",
  scope: "definition",
  reads: ["on_failure", "progress_event", "outcome.fail_when", "rollout.phase"],
  check({ activity: { on_failure, progress_event, outcome, rollout } }, report) {
    const isHeard = on_failure !== "log_and_continue" || progress_event !== null || outcome.fail_when !== null;
    if (isHeard || !RUNNING.includes(rollout.phase)) return;
    report({
      at: ["on_failure"],
      message: "log_and_continue without fail_when and progress_event: nobody would notice a failure",
      help: "say in outcome.fail_when which answers are failures, name the progress_event, or write escalate",
      related: [{ at: ["rollout", "phase"], message: "the job runs in this phase" }],
    });
  },
});
