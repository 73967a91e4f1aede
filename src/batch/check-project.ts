import { checkFleet } from "../check/check-fleet.ts";
import { checkTarget } from "../check/check-source.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PackedActivity } from "../model/compiled-activity.ts";
import type { TargetFile } from "../model/definition.ts";
import type { FleetMember } from "../model/fleet-member.ts";
import { rules } from "../rules/rules.ts";
import { type PathFinder, pathFinder } from "../source/missing-paths.ts";
import { readAgain } from "../source/read-source.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Cache, KnownFiles } from "./cache.ts";
import type { Checked, CheckOptions } from "./check-file.ts";
import { checkFiles } from "./check-files.ts";
import { type CheckedFile, toDiagnostics } from "./checked-file.ts";
import { hashDefinitions, type ProjectInputs } from "./project-inputs.ts";

/** A whole project, checked. */
export interface CheckedProject {
  readonly root: string;
  readonly definitions: readonly SourceFile[];
  readonly targets: readonly SourceFile[];
  readonly targetFiles: readonly TargetFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the definitions compile to; of value only where there is no error. */
  readonly activities: readonly PackedActivity[];
  /** SHA-256 of each definition's bytes; empty where there is no cache. */
  readonly hashes: readonly string[];
  /** Every path that a runbook links to. */
  readonly links: readonly string[];
}

export interface ProjectOptions {
  /** Whether activities are wanted. */
  readonly isCompiled: boolean;
  /** As many as pay, unless it is given. */
  readonly threads?: number | undefined;
  readonly cache?: Cache | undefined;
  /** The hashes of the definitions, where they are known already. */
  readonly hashes?: readonly string[] | undefined;
}

/** Checks a whole project, of any size: `analyse` and the first half of `compile`, file by file. */
export async function checkProject(inputs: ProjectInputs, options: ProjectOptions): Promise<CheckedProject> {
  const { root, targets, targetsSha256 } = inputs;
  const checkedTargets = targets.map((file) => checkTarget(file, rules));
  const targetFiles = checkedTargets.flatMap(({ value }) => value ?? []);
  const { all, fresh, known } = await checkDefinitions(inputs, { ...options, targetFiles });
  const definitions = all.map(({ checked }) => sourceOf(root, checked));
  const members = all.map(({ checked }, index) => memberOf(checked, definitions[index]));
  const fleet = {
    members: members.flatMap((member) => member ?? []),
    targets: targetFiles,
    found: [
      ...checkedTargets.flatMap((target) => target.diagnostics),
      ...all.flatMap(({ checked }, index) => problemsOf(checked, definitions[index], targets)),
    ],
    files: [...definitions.filter((_, index) => all[index]?.checked.text !== undefined), ...targets],
    isWholeProject: true,
    hasPaths: true,
  };
  const diagnostics = known && isFleetUnchanged(all, fresh, known) ? [] : checkFleet(fleet, rules);
  if (!known || fresh.length >= all.length / WORTH_WRITING) {
    options.cache?.writeFiles(targetsSha256, all, diagnostics.length === 0);
  }
  return {
    root,
    definitions,
    targets,
    targetFiles,
    diagnostics,
    activities: members.flatMap((member, index) =>
      member ? [{ activity: member.activity, json: all[index]?.json ?? "" }] : [],
    ),
    hashes: all.map(({ checked }) => checked.sha256),
    links: all.flatMap(({ checked }) => checked.links ?? []),
  };
}

/** Where a smaller part of the files has changed, checking them once more next time is cheaper than keeping all again. */
const WORTH_WRITING = 50;

/**
 * Whether a project that had no problem has none now: in no changed file is anything to be told, and in none has changed
 * what matters to other definitions.
 */
function isFleetUnchanged(all: readonly Checked[], fresh: readonly Checked[], known: KnownFiles): boolean {
  const factsOf = (it: Checked | undefined) => JSON.stringify(it?.checked.member?.activity);
  return (
    known.isSound &&
    all.length === known.byPath.size &&
    fresh.every((it) => {
      const before = known.byPath.get(it.checked.path);
      return before && it.checked.text === undefined && factsOf(it) === factsOf(before);
    })
  );
}

interface DefinitionOptions extends ProjectOptions {
  readonly targetFiles: readonly TargetFile[];
}

interface CheckedDefinitions {
  /** Every definition of the project, in the order of its paths. */
  readonly all: readonly Checked[];
  /** Those that were checked now. */
  readonly fresh: readonly Checked[];
  /** What was known before. */
  readonly known: KnownFiles | undefined;
}

/** Every definition of a project, checked now or, where it is the same as then, before. */
async function checkDefinitions(inputs: ProjectInputs, options: DefinitionOptions): Promise<CheckedDefinitions> {
  const { root, found, targetsSha256 } = inputs;
  const { cache, isCompiled, threads, targetFiles } = options;
  const findPaths = pathFinder(root);
  const check: CheckOptions = { root, targets: targetFiles, findPaths, isCompiled, isHashed: cache !== undefined };
  const known = cache?.readFiles(targetsSha256);
  if (!known) {
    const all = await checkFiles(found, check, threads);
    return { all, fresh: all, known };
  }
  const hashes = options.hashes ?? hashDefinitions(inputs);
  const kept = found.map(({ path }, index) => stillTrue(known.byPath.get(path), hashes[index], findPaths));
  const changed = found.filter((_, index) => !kept[index]);
  const fresh = await checkFiles(changed, check, threads);
  const rest = fresh.values();
  return { all: kept.flatMap((it) => it ?? rest.next().value ?? []), fresh, known };
}

/** What is known of a file, where its bytes are the same, and its links lead somewhere as they did. */
function stillTrue(known: Checked | undefined, sha256: string | undefined, findPaths: PathFinder): Checked | undefined {
  if (!known || !sha256 || known.checked.sha256 !== sha256) return undefined;
  const { links, hasDeadLinks } = known.checked;
  // Of a dead link it is also told what there is instead.
  return links && (hasDeadLinks || findPaths(links).size > 0) ? undefined : known;
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
