import { checkFleet } from "./check/check-fleet.ts";
import { checkDefinition, checkTarget } from "./check/check-source.ts";
import { type Diagnostic, hasErrors } from "./diagnostics/diagnostic.ts";
import { type OutputFile, outputFiles } from "./emit/output-files.ts";
import { type PackedActivity, packActivity } from "./model/compiled-activity.ts";
import type { Definition, TargetFile } from "./model/definition.ts";
import { toFleetMember } from "./model/fleet-member.ts";
import { project } from "./project/projections.ts";
import type { Rule } from "./rules/rule.ts";
import { rules as allRules } from "./rules/rules.ts";
import type { MissingPaths } from "./source/missing-paths.ts";
import type { SourceFile } from "./source/source-file.ts";

/** The sources of a compilation. */
export interface Sources {
  readonly definitions: readonly SourceFile[];
  readonly targets: readonly SourceFile[];
  /** False where only some of a project's definitions are given: rules over the fleet are left out then. */
  readonly isWholeProject: boolean;
  /** Of `linkedPaths(definitions)`, those at which the project has nothing; left out, links are not judged. */
  readonly missing?: MissingPaths;
}

/** Everything that was understood of the sources, and everything that is wrong with them, in reading order. */
export interface Analysis {
  readonly definitions: readonly Definition[];
  readonly targets: readonly TargetFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sources to diagnostics: parse, validate, model, rules. Pure, and never throws on what a source says. */
export function analyse(sources: Sources, rules: readonly Rule[] = allRules): Analysis {
  const checkedTargets = sources.targets.map((file) => checkTarget(file, rules));
  const targets = checkedTargets.flatMap(({ value }) => value ?? []);
  const checked = sources.definitions.map((file) =>
    checkDefinition(file, { targets, missing: sources.missing }, rules),
  );
  const definitions = checked.flatMap(({ value }) => value ?? []);
  const fleet = {
    members: definitions.map(toFleetMember),
    targets,
    found: [...checked, ...checkedTargets].flatMap(({ diagnostics }) => diagnostics),
    files: [...sources.definitions, ...sources.targets],
    isWholeProject: sources.isWholeProject,
    hasPaths: sources.missing !== undefined,
  };
  return { definitions, targets, diagnostics: checkFleet(fleet, rules) };
}

/** Sources to output files, one set a target; no file at all while any source has an error. */
export function compile(sources: Sources): Analysis & { readonly outputs: readonly OutputFile[] } {
  const analysis = analyse(sources);
  if (hasErrors(analysis.diagnostics)) return { ...analysis, outputs: [] };
  const activities = analysis.definitions.map(({ activity }) => packActivity(activity));
  return { ...analysis, outputs: emit(activities, analysis.targets) };
}

/** Checked activities to output files, one set a target. Pure. */
export function emit(activities: readonly PackedActivity[], targets: readonly TargetFile[]): OutputFile[] {
  return targets.flatMap(({ target }) => outputFiles(target, project(activities, target)));
}
