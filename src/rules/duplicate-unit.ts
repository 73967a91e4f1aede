import { duplicates } from "./duplicates.ts";
import { defineRule } from "./rule.ts";

export const duplicateUnit = defineRule({
  code: "duplicate-unit",
  severity: "error",
  summary: "Two definitions have the same local_unit.",
  rationale:
    "The units of the local runner are files of that name. One would overwrite the other, and its job would never run.",
  scope: "fleet",
  reads: ["rollout.local_unit"],
  check(members, report) {
    for (const { first, again } of duplicates(members, ({ activity }) => activity.rollout.local_unit ?? undefined)) {
      report({
        in: again,
        at: ["rollout", "local_unit"],
        message: `another definition has the local_unit "${again.activity.rollout.local_unit}" as well`,
        help: "give each local runner a name of its own",
        related: [{ in: first, at: ["rollout", "local_unit"], message: "the same name" }],
      });
    }
  },
});
