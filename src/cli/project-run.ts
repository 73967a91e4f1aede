import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Cache, type KnownOutput, type LastRun, openCache, type RunOutcome } from "../batch/cache.ts";
import { checkChanges, lastRunOf } from "../batch/check-changes.ts";
import { type CheckedProject, checkProject } from "../batch/check-project.ts";
import { findInputs, hashDefinitions, inputsSha256, type ProjectInputs } from "../batch/project-inputs.ts";
import { type RenewedFile, renewOutputs, type WrittenFile } from "../emit/renew-outputs.ts";
import { hashExisting, readUnchanged } from "../emit/write-outputs.ts";
import { pathFinder } from "../source/missing-paths.ts";

/** How a command was asked to check a whole project. */
export interface RunOptions {
  /** False with `--no-cache`. */
  readonly cache?: boolean;
  readonly threads?: number;
}

/** A whole project that a command is about to check, and what is known of it from before. */
export interface ProjectRun {
  readonly inputs: ProjectInputs;
  readonly command: Command;
  readonly cache: Cache | undefined;
  /** The hashes of the definitions, where there is something to compare them with. */
  readonly hashes: readonly string[] | undefined;
}

type Command = "validate" | "compile";

export function startRun(root: string, command: Command, options: RunOptions): ProjectRun {
  const inputs = findInputs(root);
  const cache = options.cache === false ? undefined : openCache(cacheFolder(), root, command);
  return { inputs, command, cache, hashes: cache?.isKnown() ? hashDefinitions(inputs) : undefined };
}

/** What the last run has come to, if it had exactly these inputs, found no problem, and its outputs are still there. */
export async function unchangedOutcome({ inputs, cache, hashes }: ProjectRun): Promise<RunOutcome | undefined> {
  const outcome = hashes && cache?.readRun(inputsSha256(inputs, hashes));
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
export async function renewedOutcome({ inputs, cache, hashes }: ProjectRun): Promise<Renewal | undefined> {
  const last = hashes && cache?.readLast(inputs.targetsSha256);
  const changes = last && checkChanges(inputs, hashes, last);
  if (!changes) return undefined;
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
  return { files, last: changes.now };
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
  const outcome = { enabled, outputs: [], links };
  if (run.command === "validate") run.cache.writeRun(inputsSha256(run.inputs, hashes), outcome);
  else await rememberCompiled(run, hashes, outputs, lastRunOf(run.inputs, project, outcome));
}

/** A generated file that is there as it ought to be. */
type Written = Omit<KnownOutput, "sha256">;

export async function rememberRenewal(run: ProjectRun, { files, last }: Renewal): Promise<void> {
  await rememberCompiled(run, run.hashes ?? [], files, last);
}

async function rememberCompiled(
  { inputs, cache }: ProjectRun,
  hashes: readonly string[],
  outputs: readonly Written[],
  last: LastRun,
): Promise<void> {
  const hashed: KnownOutput[] = [];
  for (const { target, path, contents } of outputs) {
    hashed.push({ target, path, sha256: (await hashExisting(inputs.root, path)) ?? "", contents });
  }
  const outcome = { ...last.outcome, outputs: hashed };
  cache?.writeRun(inputsSha256(inputs, hashes), outcome);
  cache?.writeLast(inputs.targetsSha256, { ...last, outcome });
}

/** Where caches are by the XDG Base Directory Specification; ACTDEF_CACHE_FOLDER overrides it. */
function cacheFolder(): string {
  const { ACTDEF_CACHE_FOLDER, XDG_CACHE_HOME } = process.env;
  if (ACTDEF_CACHE_FOLDER) return ACTDEF_CACHE_FOLDER;
  return join(XDG_CACHE_HOME && existsSync(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache"), "actdef");
}
