import { duplicates } from "./duplicates.ts";
import { defineRule } from "./rule.ts";

export const duplicateUuid = defineRule({
  code: "duplicate-uuid",
  severity: "error",
  summary: "Two definitions have the same uuid.",
  rationale:
    "The uuid is the key in the database, where the run history hangs on it. Two definitions that share one would overwrite each other's row at every sync. It mostly comes from copying a file.",
  scope: "fleet",
  reads: ["uuid"],
  check(members, report) {
    for (const { first, again } of duplicates(members, ({ activity }) => activity.uuid)) {
      report({
        in: again,
        at: ["uuid"],
        message: `the uuid "${again.activity.uuid}" belongs to another definition already`,
        help: "give the newer of the two a uuid of its own, as `uuidgen` makes one",
        related: [{ in: first, at: ["uuid"], message: "taken here" }],
      });
    }
  },
});
