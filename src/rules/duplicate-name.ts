import { duplicates } from "./duplicates.ts";
import { defineRule } from "./rule.ts";

export const duplicateName = defineRule({
  code: "duplicate-name",
  severity: "error",
  summary: "Two ids turn to the same Kubernetes name.",
  rationale:
    "Kubernetes names have no dots, so the dots of an id turn to dashes. `acme.nightly-report` and `acme-nightly.report` would be one name, and one object would overwrite the other.",
  scope: "fleet",
  reads: ["id"],
  check(members, report) {
    const sameName = duplicates(members, ({ activity }) => kubernetesName(activity.id));
    for (const { first, again } of sameName) {
      if (first.activity.id === again.activity.id) continue;
      report({
        in: again,
        at: ["id"],
        message: `the id "${again.activity.id}" turns to the Kubernetes name "${kubernetesName(again.activity.id)}", and so does another`,
        help: "rename one of the two",
        related: [{ in: first, at: ["id"], message: "this one does too" }],
      });
    }
  },
});

function kubernetesName(id: string): string {
  return id.replaceAll(".", "-");
}
