import { checkFleet } from "../check/check-fleet.ts";
import { checkTarget } from "../check/check-source.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PackedActivity } from "../model/compiled-activity.ts";
import type { TargetFile } from "../model/definition.ts";
import type { FleetMember } from "../model/fleet-member.ts";
import { rules } from "../rules/rules.ts";
import { findDefinitions, readTargets } from "../source/discovery.ts";
import { pathFinder } from "../source/missing-paths.ts";
import { readAgain } from "../source/read-source.ts";
import type { SourceFile } from "../source/source-file.ts";
import { checkFiles } from "./check-files.ts";
import { type CheckedFile, toDiagnostics } from "./checked-file.ts";

/** A whole project, checked. */
export interface CheckedProject {
  readonly root: string;
  readonly definitions: readonly SourceFile[];
  readonly targets: readonly SourceFile[];
  readonly targetFiles: readonly TargetFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the definitions compile to; of value only where there is no error. */
  readonly activities: readonly PackedActivity[];
}

export interface ProjectOptions {
  /** Whether activities are wanted. */
  readonly isCompiled: boolean;
  /** As many as pay, unless it is given. */
  readonly threads?: number | undefined;
}

/** Checks a whole project, of any size: `analyse` and the first half of `compile`, file by file. */
export async function checkProject(root: string, { isCompiled, threads }: ProjectOptions): Promise<CheckedProject> {
  const found = findDefinitions(root);
  const targets = readTargets(root);
  const checkedTargets = targets.map((file) => checkTarget(file, rules));
  const targetFiles = checkedTargets.flatMap(({ value }) => value ?? []);
  const options = { root, targets: targetFiles, findPaths: pathFinder(root), isCompiled, isHashed: false };
  const { checked, json } = await checkFiles(found, options, threads);
  const definitions = checked.map((file) => sourceOf(root, file));
  const members = checked.map((it, index) => memberOf(it, definitions[index]));
  const diagnostics = checkFleet(
    {
      members: members.flatMap((member) => member ?? []),
      targets: targetFiles,
      found: [
        ...checkedTargets.flatMap((target) => target.diagnostics),
        ...checked.flatMap((it, index) => problemsOf(it, definitions[index], targets)),
      ],
      files: [...definitions.filter((_, index) => checked[index]?.text !== undefined), ...targets],
      isWholeProject: true,
      hasPaths: true,
    },
    rules,
  );
  const activities = members.flatMap((member, index) =>
    member ? [{ activity: member.activity, json: json[index] ?? "" }] : [],
  );
  return { root, definitions, targets, targetFiles, diagnostics, activities };
}

/** The file with its text, or, where that was not kept, one that is read again when somebody asks for it. */
function sourceOf(root: string, { path, text, defect }: CheckedFile): SourceFile {
  if (text === undefined) return readAgain(root, path);
  return { path, text, ...(defect ? { defect } : {}) };
}

function memberOf({ member }: CheckedFile, file: SourceFile | undefined): FleetMember | undefined {
  return member && file && { file, ...member };
}

function problemsOf(checked: CheckedFile, file: SourceFile | undefined, targets: readonly SourceFile[]): Diagnostic[] {
  return file && checked.problems ? toDiagnostics(checked, file, targets) : [];
}
