import { defineRule } from "./rule.ts";

export const noEvidence = defineRule({
  code: "no-evidence",
  severity: "warning",
  negotiable: true,
  summary: "The runs of a replaced runner leave nothing to compare with.",
  rationale:
    "The two runners are compared by the progress events that the called service leaves for both. The runs of the cluster are recorded there as well, those of an older runner nowhere else: without an event the comparison sees one side only.",
  scope: "definition",
  reads: ["progress_event", "rollout.phase", "rollout.replaces"],
  check({ activity: { progress_event, rollout } }, report) {
    const { phase, replaces } = rollout;
    const [first] = replaces;
    if (!first || progress_event !== null || (phase !== "canary" && phase !== "parallel")) return;
    report({
      at: ["rollout", "phase"],
      message: `phase ${phase} compares with ${first.unit}, and there is no progress_event to compare by`,
      help: "name in progress_event what the called service records of every run",
      related: [{ at: ["rollout", "replaces", 0, "unit"], message: "its runs leave no other trace" }],
    });
  },
});
