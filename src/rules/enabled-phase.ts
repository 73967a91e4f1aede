import { isWritten } from "./is-written.ts";
import { defineRule } from "./rule.ts";

export const enabledPhase = defineRule({
  code: "enabled-phase",
  severity: "error",
  summary: "The job is enabled in a phase in which it must not fire.",
  rationale:
    "In the phases `defined` and `canary` the job is only tried by hand, and in `retired` another one has taken over. A schedule that fires there would do the work unwatched, or twice.",
  scope: "definition",
  reads: ["enabled", "rollout.phase"],
  check(definition, report) {
    const { enabled, rollout } = definition.activity;
    if (!enabled || rollout.phase === "parallel" || rollout.phase === "primary") return;
    const hasPhase = isWritten(definition, ["rollout", "phase"]);
    report({
      at: ["enabled"],
      message: `enabled is true in phase ${rollout.phase}${hasPhase ? "" : ", the default"}; only parallel and primary may fire`,
      help: "write false, or move rollout.phase on",
      ...(hasPhase ? { related: [{ at: ["rollout", "phase"], message: "this phase is paused" }] } : {}),
    });
  },
});
