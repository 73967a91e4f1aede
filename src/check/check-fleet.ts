import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { ordered } from "../diagnostics/order.ts";
import type { TargetFile } from "../model/definition.ts";
import type { FleetMember } from "../model/fleet-member.ts";
import { accepted } from "../rules/accept.ts";
import { checkFleetRules, uncheckedCodes } from "../rules/check-rules.ts";
import type { Rule } from "../rules/rule.ts";
import type { SourceFile } from "../source/source-file.ts";

/** What the checks of single files have left. */
export interface Fleet {
  readonly members: readonly FleetMember[];
  readonly targets: readonly TargetFile[];
  /** What was found in single files. */
  readonly found: readonly Diagnostic[];
  /** Every file that may hold a comment which accepts a problem. */
  readonly files: readonly SourceFile[];
  /** False where only some of a project's definitions are given: rules over the fleet are left out then. */
  readonly isWholeProject: boolean;
  /** Whether it is known which paths that runbooks link to are there. */
  readonly hasPaths: boolean;
}

/** Everything that is wrong with a fleet and that no comment accepts, in reading order. Pure. */
export function checkFleet(fleet: Fleet, rules: readonly Rule[]): readonly Diagnostic[] {
  const { members, targets, found, files, isWholeProject, hasPaths } = fleet;
  const over = isWholeProject ? checkFleetRules(rules, members) : [];
  const unchecked = uncheckedCodes(rules, { hasTarget: targets.length > 0, isWholeProject, hasPaths });
  return ordered(accepted([...found, ...over], { files, targets, unchecked }));
}
