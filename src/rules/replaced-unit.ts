import type { FleetMember } from "../model/fleet-member.ts";
import { compareText } from "../source/compare-text.ts";
import { defineRule } from "./rule.ts";

export const replacedUnit = defineRule({
  code: "replaced-unit",
  severity: "error",
  summary: "A local_unit has the name of a unit that is replaced.",
  rationale:
    "The unit that is generated would take the place of the older runner's while that still has to run, and nothing would be left to go back to.",
  scope: "fleet",
  reads: ["rollout.local_unit", "rollout.replaces"],
  check(members, report) {
    // Of several that replace it, the first by its path is shown.
    const replacing = members.filter(({ activity }) => activity.rollout.replaces.length > 0);
    const byPath = replacing.sort((a, b) => compareText(b.file.path, a.file.path));
    const replaced = new Map(byPath.flatMap(replacedUnits));
    for (const member of members) {
      const { local_unit } = member.activity.rollout;
      const older = local_unit === null ? undefined : replaced.get(local_unit);
      if (!older) continue;
      report({
        in: member,
        at: ["rollout", "local_unit"],
        message: `the local_unit "${local_unit}" is the name of an older runner's unit`,
        help: "give the local runner a name of its own",
        related: [{ in: older.member, at: ["rollout", "replaces", older.index, "unit"], message: "replaced here" }],
      });
    }
  },
});

/** Each unit that a definition replaces, by its name without a suffix. */
function replacedUnits(member: FleetMember) {
  return member.activity.rollout.replaces.map(
    ({ unit }, index) => [unit.replace(/\.(?:timer|service)$/, ""), { member, index }] as const,
  );
}
