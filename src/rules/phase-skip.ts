import type { Activity } from "../model/activity.ts";
import type { Path } from "../parse/located.ts";
import { defineRule } from "./rule.ts";

export const phaseSkip = defineRule({
  code: "phase-skip",
  severity: "warning",
  negotiable: true,
  summary: "The rollout has left out the step that compares the two runners.",
  rationale:
    "A job takes over from an older runner after both have worked side by side for some days. In phase `parallel` without a replaced runner there is nothing to compare with, and in phase `primary` without these days nothing shows that the new runner does as well as the old one.",
  scope: "definition",
  reads: ["rollout.phase", "rollout.replaces", "rollout.parallel"],
  check({ activity: { rollout } }, report) {
    const skipped = skippedStep(rollout);
    if (skipped) report({ at: ["rollout", "phase"], ...skipped });
  },
});

interface Skipped {
  readonly message: string;
  readonly help: string;
  readonly related?: readonly { readonly at: Path; readonly message: string }[];
}

function skippedStep({ phase, replaces, parallel }: Activity["rollout"]): Skipped | undefined {
  if (phase === "parallel" && replaces.length === 0) {
    return {
      message: "phase parallel has no replaced runner to compare with",
      help: "list the older runner in replaces, or move on to phase primary",
    };
  }
  if (phase !== "primary" || parallel !== null) return undefined;
  const [first] = replaces;
  if (!first) return undefined;
  return {
    message: `phase primary took over from ${first.unit} without days on which both ran`,
    help: "go back to phase parallel for some days, or say in parallel: { from: …, until: … } which they were",
    related: [{ at: ["rollout", "replaces", 0, "unit"], message: "the runner that it takes over from" }],
  };
}
