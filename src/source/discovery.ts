import { existsSync, lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compareText } from "./compare-text.ts";
import { DEFINITIONS_FOLDER, isMarkdown, isTargetName, TARGETS_FOLDER } from "./placement.ts";
import { readSource } from "./read-source.ts";
import type { SourceFile } from "./source-file.ts";

/** The nearest folder at or above `start` that has `activity-definitions/`. */
export function findRoot(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, DEFINITIONS_FOLDER))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** A file of a project that was found, and not read yet. */
export interface FoundFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  /** No link, and below no folder that is one. */
  readonly isPlain: boolean;
}

/**
 * Every definition of a project, by path: `activity-definitions/<name>.md` and `activity-definitions/<namespace>/<name>.md`.
 * A README.md is documentation. What looks like a definition and lies too deep, or ends in another way, is found as well,
 * and reading it gives a defect: a job must not go unscheduled in silence.
 */
export function findDefinitions(root: string): FoundFile[] {
  return markdownBelow(root, DEFINITIONS_FOLDER, { followLinks: true, isPlain: isReal(root, DEFINITIONS_FOLDER) });
}

/** Every definition of a project, read. */
export function readDefinitions(root: string): SourceFile[] {
  return findDefinitions(root).map(({ path }) => readSource(root, path));
}

/** Every target file of a project (`k8s/targets/*.yaml`), by path, read. */
export function readTargets(root: string): SourceFile[] {
  const folder = join(root, TARGETS_FOLDER);
  const names = existsSync(folder) ? readdirSync(folder).filter(isTargetName).sort(compareText) : [];
  return names.map((name) => readSource(root, `${TARGETS_FOLDER}/${name}`));
}

/** The project path of a file: relative to the root, with forward slashes. */
export function projectPath(root: string, file: string): string {
  return relative(root, resolve(file)).split(sep).join("/");
}

interface Walk {
  /** A namespace may be a link; further down only real folders are entered, so a circle ends. */
  readonly followLinks: boolean;
  readonly isPlain: boolean;
}

function markdownBelow(root: string, folder: string, { followLinks, isPlain }: Walk): FoundFile[] {
  const found: FoundFile[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".")) continue;
    if (isMarkdown(entry.name)) {
      if (entry.name !== "README.md") found.push({ path, isPlain: isPlain && entry.isFile() });
    } else if (entry.isDirectory()) {
      found.push(...markdownBelow(root, path, { followLinks: false, isPlain }));
    } else if (followLinks && entry.isSymbolicLink() && isFolder(join(root, path))) {
      found.push(...markdownBelow(root, path, { followLinks: false, isPlain: false }));
    }
  }
  return found.sort((a, b) => compareText(a.path, b.path));
}

function isReal(root: string, folder: string): boolean {
  return lstatSync(join(root, folder)).isDirectory();
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
