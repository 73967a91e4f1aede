import { existsSync, type Stats } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { DEFINITIONS_FOLDER, isMarkdown, isTargetName, misplacement, TARGETS_FOLDER } from "./placement.ts";
import { decodeSource, defective, MAX_SOURCE_BYTES, type SourceFile, tooLarge } from "./source-file.ts";

export { DEFINITIONS_FOLDER, TARGETS_FOLDER };

/** The nearest folder at or above `start` that has `activity-definitions/`. */
export function findRoot(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, DEFINITIONS_FOLDER))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Every definition of a project, by path: `activity-definitions/<name>.md` and `activity-definitions/<namespace>/<name>.md`.
 * A README.md is documentation. What looks like a definition and lies too deep, or ends in another way, comes as a
 * file with a defect: a job must not go unscheduled in silence.
 */
export async function readDefinitions(root: string): Promise<SourceFile[]> {
  const paths = await markdownBelow(root, DEFINITIONS_FOLDER);
  return readAll(root, paths);
}

/** Every target file of a project (`k8s/targets/*.yaml`), by path. */
export async function readTargets(root: string): Promise<SourceFile[]> {
  const names = await namesIn(join(root, TARGETS_FOLDER));
  const targets = names.filter(isTargetName).map((name) => `${TARGETS_FOLDER}/${name}`);
  return readAll(root, targets);
}

/** The project path of a file: relative to the root, with forward slashes. */
export function projectPath(root: string, file: string): string {
  return relative(root, resolve(file)).split(sep).join("/");
}

/** Reads one file of a project. Never throws: what cannot be read becomes a defect. */
export async function readSource(root: string, path: string): Promise<SourceFile> {
  const misplaced = misplacement(path);
  if (misplaced) return defective(path, "misplaced", misplaced);
  try {
    const file = join(root, path);
    const stats = await stat(file);
    const defect = await refusal(root, file, stats);
    if (defect) return defective(path, defect.kind, defect.detail);
    return decodeSource(path, await readFile(file));
  } catch (error) {
    return defective(path, "unreadable", reason(error));
  }
}

/** Files are read a few at a time: enough to keep the disk busy, few enough for any limit on open files. */
const READS_AT_ONCE = 32;

async function readAll(root: string, paths: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (let start = 0; start < paths.length; start += READS_AT_ONCE) {
    const batch = paths.slice(start, start + READS_AT_ONCE);
    files.push(...(await Promise.all(batch.map((path) => readSource(root, path)))));
  }
  return files;
}

async function refusal(root: string, file: string, stats: Stats) {
  if (!stats.isFile()) {
    const found = stats.isDirectory() ? "a folder" : "neither a file nor a folder";
    return { kind: "not-a-file", detail: `it is ${found}, where a file is expected` } as const;
  }
  if (stats.size > MAX_SOURCE_BYTES) return { kind: "too-large", detail: tooLarge(stats.size) } as const;
  const [real, realRoot] = await Promise.all([realpath(file), realpath(root)]);
  if (!real.startsWith(realRoot + sep)) {
    return {
      kind: "outside-project",
      detail: "the link leads out of the project, which would not be the same elsewhere",
    } as const;
  }
  return undefined;
}

/** Paths of markdown below a folder. A namespace may be a link; further down only real folders are entered, so a circle ends. */
async function markdownBelow(root: string, folder: string, followLinks = true): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".")) continue;
    if (isMarkdown(entry.name)) {
      if (entry.name !== "README.md") found.push(path);
    } else if (entry.isDirectory() || (followLinks && entry.isSymbolicLink() && (await isFolder(join(root, path))))) {
      found.push(...(await markdownBelow(root, path, false)));
    }
  }
  return found.sort(byCodePoint);
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).sort(byCodePoint);
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "permission to read it is denied";
  if (code === "ELOOP") return "the link leads in a circle";
  return error instanceof Error ? error.message.replace(/, [a-z]+ '.*$/s, "") : String(error);
}
