import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Cache, type KnownOutput, type LastRun, openCache, type RunOutcome } from "../batch/cache.ts";
import { checkChanges, lastRunOf } from "../batch/check-changes.ts";
import { type CheckedProject, checkProject } from "../batch/check-project.ts";
import { findInputs, hashDefinitions, inputsSha256, type ProjectInputs } from "../batch/project-inputs.ts";
import { type RenewedFile, renewOutputs, unchangedFile, type WrittenFile } from "../emit/renew-outputs.ts";
import { UNITS_FOLDER } from "../emit/units-folder.ts";
import { hashExisting, readUnchanged } from "../emit/write-outputs.ts";
import { countInexact } from "../model/representation.ts";
import { pathFinder } from "../source/missing-paths.ts";

/** How a command was asked to check a whole project. */
export interface RunOptions {
  /** False with `--no-cache`. */
  readonly cache?: boolean;
  readonly threads?: number;
  /** Where it is given, what is compiled apart from all else. */
  readonly projection?: ProjectionChoice;
  readonly out?: string;
  readonly allowLossy?: boolean;
}

export type ProjectionChoice = "kubernetes" | "systemd";

/** A whole project that a command is about to check, and what is known of it from before. */
export interface ProjectRun {
  readonly inputs: ProjectInputs;
  readonly command: Command;
  readonly cache: Cache | undefined;
  /** The hashes of the definitions, where there is something to compare them with. */
  readonly hashes: readonly string[] | undefined;
  readonly units: UnitsChoice;
}

/** Whether the units of local runners are among the outputs, and whether they may do less than is asked of them. */
export interface UnitsChoice {
  readonly areWanted: boolean;
  readonly mayBeLossy: boolean;
}

type Command = "validate" | "compile";

export function startRun(root: string, command: Command, options: RunOptions): ProjectRun {
  const inputs = findInputs(root);
  const cache = options.cache === false ? undefined : openCache(cacheFolder(), root, command);
  const units = command === "compile" ? unitsChoice(root, options) : NO_UNITS;
  return { inputs, command, cache, hashes: cache?.isKnown() ? hashDefinitions(inputs) : undefined, units };
}

const NO_UNITS: UnitsChoice = { areWanted: false, mayBeLossy: false };

/** Units are compiled where that is asked for; once they are there, they are kept fresh with all else. */
function unitsChoice(root: string, { projection, out, allowLossy }: RunOptions): UnitsChoice {
  const areThere = projection === undefined && out === undefined && existsSync(join(root, UNITS_FOLDER));
  return projection === "systemd" || areThere ? { areWanted: true, mayBeLossy: allowLossy === true } : NO_UNITS;
}

/** A key of the cache, under which only what has the same outputs is kept. */
function keyFor({ areWanted, mayBeLossy }: UnitsChoice, sha256: string): string {
  return `${sha256}${areWanted ? "+units" : ""}${mayBeLossy ? "+lossy" : ""}`;
}

/** What the last run has come to, if it had exactly these inputs, found no problem, and its outputs are still there. */
export async function unchangedOutcome({ inputs, cache, hashes, units }: ProjectRun): Promise<RunOutcome | undefined> {
  const outcome = hashes && cache?.readRun(keyFor(units, inputsSha256(inputs, hashes)));
  if (!outcome || pathFinder(inputs.root)(outcome.links).size > 0) return undefined;
  for (const { path, sha256 } of outcome.outputs) {
    if ((await hashExisting(inputs.root, path)) !== sha256) return undefined;
  }
  return outcome;
}

export function checkRun(
  { inputs, command, cache, hashes }: ProjectRun,
  { threads }: RunOptions,
): Promise<CheckedProject> {
  return checkProject(inputs, { isCompiled: command === "compile", threads, cache, hashes });
}

/** What a project has come to in which a few definitions have changed since the last run, if no more than they were to check. */
export async function renewedOutcome({ inputs, cache, hashes, units }: ProjectRun): Promise<Renewal | undefined> {
  const last = hashes && cache?.readLast(keyFor(units, inputs.targetsSha256));
  const changes = last && checkChanges(inputs, hashes, last);
  if (!changes || (units.areWanted && changes.changed.some(({ hasUnits }) => hasUnits))) return undefined;
  const written: WrittenFile[] = [];
  for (const { sha256, ...file } of last.outcome.outputs) {
    const bytes = await readUnchanged(inputs.root, file.path, sha256);
    if (!bytes) return undefined;
    written.push({ ...file, bytes });
  }
  const files: RenewedFile[] = [];
  for (const target of changes.targets) {
    const own = written.filter((file) => file.target === target.name);
    const renewed = renewOutputs(target, own, changes.changed);
    if (!renewed) return undefined;
    files.push(...renewed);
  }
  return {
    files: [...files, ...written.filter(({ target }) => target === null).map(unchangedFile)],
    last: changes.now,
  };
}

/** The generated files of a project, and what is to be remembered once they are there. */
export interface Renewal {
  readonly files: readonly RenewedFile[];
  readonly last: LastRun;
}

/** Remembers a run without any problem, whose outputs are there as they ought to be. */
export async function rememberRun(
  run: ProjectRun,
  project: CheckedProject,
  outputs: readonly Written[],
): Promise<void> {
  const { hashes, links, activities } = project;
  if (!run.cache || hashes.includes("") || pathFinder(run.inputs.root)(links).size > 0) return;
  const enabled = activities.filter(({ activity }) => activity.enabled).length;
  const inexact = countInexact(activities.map(({ activity }) => activity));
  const outcome = { enabled, inexact, outputs: [], links };
  if (run.command === "validate") run.cache.writeRun(keyFor(run.units, inputsSha256(run.inputs, hashes)), outcome);
  else await rememberCompiled(run, hashes, outputs, lastRunOf(run.inputs, project, outcome));
}

/** A generated file that is there as it ought to be. */
type Written = Omit<KnownOutput, "sha256">;

export async function rememberRenewal(run: ProjectRun, { files, last }: Renewal): Promise<void> {
  await rememberCompiled(run, run.hashes ?? [], files, last);
}

async function rememberCompiled(
  { inputs, cache, units }: ProjectRun,
  hashes: readonly string[],
  outputs: readonly Written[],
  last: LastRun,
): Promise<void> {
  const hashed: KnownOutput[] = [];
  for (const { target, path, contents } of outputs) {
    hashed.push({ target, path, sha256: (await hashExisting(inputs.root, path)) ?? "", contents });
  }
  const outcome = { ...last.outcome, outputs: hashed };
  cache?.writeRun(keyFor(units, inputsSha256(inputs, hashes)), outcome);
  cache?.writeLast(keyFor(units, inputs.targetsSha256), { ...last, outcome });
}

/** Where caches are by the XDG Base Directory Specification; ACTDEF_CACHE_FOLDER overrides it. */
function cacheFolder(): string {
  const { ACTDEF_CACHE_FOLDER, XDG_CACHE_HOME } = process.env;
  if (ACTDEF_CACHE_FOLDER) return ACTDEF_CACHE_FOLDER;
  return join(XDG_CACHE_HOME && existsSync(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache"), "actdef");
}
