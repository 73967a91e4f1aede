import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Cache, openCache, type RunOutcome } from "../batch/cache.ts";
import { type CheckedProject, checkProject } from "../batch/check-project.ts";
import { findInputs, hashDefinitions, inputsSha256, type ProjectInputs } from "../batch/project-inputs.ts";
import { hashExisting } from "../emit/write-outputs.ts";
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

/** Remembers a run without any problem, whose outputs are there as they ought to be. */
export async function rememberRun(
  { inputs, cache }: ProjectRun,
  { hashes, links, activities }: CheckedProject,
  outputs: readonly { readonly target: string; readonly path: string }[],
): Promise<void> {
  if (!cache || hashes.includes("") || pathFinder(inputs.root)(links).size > 0) return;
  const hashed = [];
  for (const { target, path } of outputs) {
    hashed.push({ target, path, sha256: (await hashExisting(inputs.root, path)) ?? "" });
  }
  const enabled = activities.filter(({ activity }) => activity.enabled).length;
  cache.writeRun(inputsSha256(inputs, hashes), { enabled, outputs: hashed, links });
}

/** Where caches are by the XDG Base Directory Specification; ACTDEF_CACHE_FOLDER overrides it. */
function cacheFolder(): string {
  const { ACTDEF_CACHE_FOLDER, XDG_CACHE_HOME } = process.env;
  if (ACTDEF_CACHE_FOLDER) return ACTDEF_CACHE_FOLDER;
  return join(XDG_CACHE_HOME && existsSync(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache"), "actdef");
}
