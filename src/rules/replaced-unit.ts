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
    const replaced = replacedUnits(members);
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

/** Who replaces each unit, by its name without a suffix; of several, the first by its path. */
function replacedUnits(members: readonly FleetMember[]) {
  const units = new Map<string, { readonly member: FleetMember; readonly index: number }>();
  for (const member of members) {
    for (const [index, { unit }] of member.activity.rollout.replaces.entries()) {
      const name = unit.replace(/\.(?:timer|service)$/, "");
      const other = units.get(name)?.member.file.path;
      if (other === undefined || compareText(member.file.path, other) < 0) units.set(name, { member, index });
    }
  }
  return units;
}
