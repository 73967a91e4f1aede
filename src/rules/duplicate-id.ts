import { duplicates } from "./duplicates.ts";
import { defineRule } from "./rule.ts";

export const duplicateId = defineRule({
  code: "duplicate-id",
  severity: "error",
  summary: "Two definitions have the same id.",
  rationale:
    "The id is the name of one Temporal schedule. With two definitions of that name, the one that is synced last would silently replace the other.",
  scope: "fleet",
  reads: ["id"],
  check(members, report) {
    for (const { first, again } of duplicates(members, ({ activity }) => activity.id)) {
      report({
        in: again,
        at: ["id"],
        message: `the id "${again.activity.id}" belongs to another definition already`,
        help: "give one of the two another id, and its file the name that goes with it",
        related: [{ in: first, at: ["id"], message: "taken here" }],
      });
    }
  },
});
