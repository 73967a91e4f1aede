import { lstatSync, type Stats, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Sources } from "../compile.ts";
import type { ReportContext } from "../diagnostics/render.ts";
import { linkedPaths } from "../parse/linked-paths.ts";
import { findDefinitions, findRoot, projectPath, readDefinitions, readTargets } from "../source/discovery.ts";
import { pathFinder } from "../source/missing-paths.ts";
import { DEFINITIONS_FOLDER, TARGETS_FOLDER } from "../source/placement.ts";
import { readSource } from "../source/read-source.ts";
import type { SourceFile } from "../source/source-file.ts";
import { type ProjectRun, type RunOptions, startRun } from "./project-run.ts";
import { UsageError } from "./usage-error.ts";

/** A project on disk: its root and its sources. */
export interface ProjectSources extends Sources {
  readonly root: string;
}

/** The whole project around a folder, which has a definition. */
export function wholeProject(folder: string): ProjectSources {
  const project = projectAround(folder);
  if (project.definitions.length === 0) throw noDefinition(project.root, folder);
  return project;
}

/** A run over the whole project around a folder, which has a definition. */
export function startRunAround(folder: string, command: ProjectRun["command"], options: RunOptions): ProjectRun {
  const run = startRun(rootAround(folder), command, options);
  if (run.inputs.found.length === 0) throw noDefinition(run.inputs.root, folder);
  return run;
}

function noDefinition(root: string, folder: string): UsageError {
  const shown = relative(folder, resolve(root, DEFINITIONS_FOLDER));
  return new UsageError(`${shown}/ has no definition; begin one with actdef new <id>`);
}

function rootAround(folder: string): string {
  const root = findRoot(folder);
  if (!root)
    throw new UsageError(
      `no ${DEFINITIONS_FOLDER}/ here or above; run actdef inside a project, or begin one with actdef new <id>`,
    );
  return root;
}

/** The whole project around a folder, even where its last definition was removed. */
export function projectAround(folder: string): ProjectSources {
  const root = rootAround(folder);
  return withMissing({ root, definitions: readDefinitions(root), targets: readTargets(root), isWholeProject: true });
}

/** The targets of the project around a folder; its definitions are not read. */
export function targetsAround(folder: string): ProjectSources {
  const root = rootAround(folder);
  return { root, definitions: [], targets: readTargets(root), isWholeProject: false };
}

/** What some paths name: files, or folders whose definitions are meant; one entry a project that they belong to. */
export function namedSources(paths: readonly string[], folder: string): ProjectSources[] {
  const byRoot = new Map<string, Set<string>>();
  for (const path of paths) {
    const absolute = resolve(folder, path);
    if (!isThere(absolute)) throw new UsageError(`${path}: there is no such file or folder`);
    const isFolder = isDirectory(absolute);
    const root = findRoot(isFolder ? absolute : resolve(absolute, ".."));
    const files = root && isFolder ? definitionsBelow(root, absolute) : [absolute];
    if (isFolder && (!root || files.length === 0))
      throw new UsageError(`${path}: there is no definition below this folder`);
    const key = root ?? resolve(absolute, "..");
    const known = byRoot.get(key) ?? new Set();
    byRoot.set(key, known);
    for (const file of files) known.add(projectPath(key, file));
  }
  return [...byRoot].map(([root, files]) => readNamed(root, [...files]));
}

/** Also a link that leads nowhere is there: reading it tells what is wrong. */
function isThere(path: string): boolean {
  return statsOf(lstatSync, path) !== undefined;
}

function isDirectory(path: string): boolean {
  return statsOf(statSync, path)?.isDirectory() ?? false;
}

function statsOf(read: (path: string) => Stats, path: string): Stats | undefined {
  try {
    return read(path);
  } catch {
    return undefined;
  }
}

function readNamed(root: string, paths: readonly string[]): ProjectSources {
  const isTarget = (path: string) => path.startsWith(`${TARGETS_FOLDER}/`) && !path.endsWith(".md");
  const definitions = paths.filter((path) => !isTarget(path)).map((path) => readSource(root, path));
  return withMissing({ root, definitions, targets: readTargets(root), isWholeProject: false });
}

/** The project, and which of the paths that its runbooks link to are not there. */
export function withMissing(project: ProjectSources): ProjectSources {
  return { ...project, missing: pathFinder(project.root)(linkedPaths(project.definitions)) };
}

function definitionsBelow(root: string, folder: string): string[] {
  const below = projectPath(root, folder);
  const paths = findDefinitions(root).map(({ path }) => path);
  return paths.filter((path) => below === "" || `${path}/`.startsWith(`${below}/`)).map((path) => resolve(root, path));
}

/** The files of some projects, and how they are shown: relative to where the command runs. */
export function filesShownFrom(
  folder: string,
  projects: readonly Pick<ProjectSources, "root" | "definitions" | "targets">[],
): Pick<ReportContext, "showPath" | "files"> {
  const roots = new Map<SourceFile, string>();
  for (const { root, definitions, targets } of projects) {
    for (const file of [...definitions, ...targets]) roots.set(file, root);
  }
  const showPath = (file: SourceFile) => relative(folder, resolve(roots.get(file) ?? folder, file.path)) || file.path;
  return { showPath, files: [...roots.keys()] };
}
