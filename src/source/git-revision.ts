import { git, runGit, whyNoRepository } from "./git.ts";
import { DEFINITIONS_FOLDER, isMarkdown, isTargetName, misplacement, TARGETS_FOLDER } from "./placement.ts";
import { decodeSource, defective, MAX_SOURCE_BYTES, type SourceFile, tooLarge } from "./source-file.ts";

/** The sources of a project as a commit has them. */
export interface Revision {
  /** The commit's hash, in hexadecimal digits. */
  readonly commit: string;
  readonly definitions: readonly SourceFile[];
  readonly targets: readonly SourceFile[];
}

/** Why git cannot tell, in words for the user. */
export interface Refusal {
  readonly refusal: string;
}

/**
 * Reads the definitions and targets of a project as a commit has them, by what a name such as `HEAD`, `v1` or `main~2`
 * stands for; neither the work tree nor the index is touched, and no hook or filter is run. Files are found as
 * `readDefinitions` and `readTargets` find them, links within the commit included. A folder that the commit does not
 * have holds nothing. Throws only where git itself breaks.
 */
export function readRevision(root: string, name: string): Revision | Refusal {
  const inside = git(root, ["rev-parse", "--is-inside-work-tree"]);
  if (inside.status !== 0) return { refusal: whyNoRepository(inside.errors) };
  // A name that begins with a dash would be taken for an option.
  const parsed = name.startsWith("-") ? undefined : git(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]);
  if (parsed?.status !== 0) return { refusal: `git knows no commit "${name}" in this repository` };
  const commit = parsed.output.toString().trim();
  const entries = [
    ...listTree(root, [commit, `${DEFINITIONS_FOLDER}/`]).flatMap((entry) => withinLinkedFolder(root, commit, entry)),
    ...listTree(root, [commit, `${TARGETS_FOLDER}/`]),
  ];
  return {
    commit,
    definitions: readEntries(root, commit, entries.filter(isDefinition)),
    targets: readEntries(root, commit, entries.filter(isTarget)),
  };
}

interface TreeEntry {
  /** Relative to the project's root. */
  readonly path: string;
  readonly isLink: boolean;
  readonly object: string;
  /** Of a file in bytes. */
  readonly bytes: number;
}

/** The files and links of a tree, at any depth; with paths relative to the folder that git runs in. */
function listTree(root: string, tree: readonly string[]): TreeEntry[] {
  const { output } = runGit(root, ["ls-tree", "-r", "-l", "-z", ...tree]);
  return output
    .toString()
    .split("\0")
    .flatMap((line) => {
      const [, mode, type, object = "", bytes, path = ""] =
        /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
      return type === "blob" ? [{ path, isLink: mode === LINK_MODE, object, bytes: Number(bytes) }] : [];
    });
}

const LINK_MODE = "120000";

/** A namespace may be a link to a folder: then the files of that folder, else the entry itself. */
function withinLinkedFolder(root: string, commit: string, entry: TreeEntry): TreeEntry[] {
  if (!entry.isLink || isMarkdown(entry.path) || !/^[^/\n]+\/[^/\n]+$/.test(entry.path)) return [entry];
  const [linked] = readObjects(root, [`${commit}:./${entry.path}`]);
  if (linked?.type !== "tree") return [];
  return listTree(root, ["--full-tree", linked.object]).map((file) => ({
    ...file,
    path: `${entry.path}/${file.path}`,
  }));
}

function isDefinition({ path }: TreeEntry): boolean {
  const names = path.split("/");
  const name = names.at(-1) ?? "";
  return names[0] === DEFINITIONS_FOLDER && isMarkdown(name) && name !== "README.md" && !names.some(isHidden);
}

function isTarget({ path }: TreeEntry): boolean {
  const [name = "", ...deeper] = path.slice(TARGETS_FOLDER.length + 1).split("/");
  return path.startsWith(`${TARGETS_FOLDER}/`) && deeper.length === 0 && isTargetName(name);
}

function isHidden(name: string): boolean {
  return name.startsWith(".");
}

function readEntries(root: string, commit: string, entries: readonly TreeEntry[]): SourceFile[] {
  const sorted = entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const readable = sorted.filter(
    ({ path, bytes, isLink }) => !misplacement(path) && bytes <= MAX_SOURCE_BYTES && !(isLink && path.includes("\n")),
  );
  const objects = readObjects(
    root,
    readable.map(({ isLink, object, path }) => (isLink ? `${commit}:./${path}` : object)),
  );
  const contents = new Map(readable.map(({ path }, index) => [path, objects[index]]));
  return sorted.map(({ path, bytes }) => {
    const misplaced = misplacement(path);
    if (misplaced) return defective(path, "misplaced", misplaced);
    if (bytes > MAX_SOURCE_BYTES) return defective(path, "too-large", tooLarge(bytes));
    const found = contents.get(path);
    if (found?.type !== "blob") return defective(path, "unreadable", "the link leads to no file of this commit");
    return decodeSource(path, found.content);
  });
}

interface GitObject {
  readonly object: string;
  /** `blob`, `tree`, or what git says of a link that leads nowhere. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** The objects of some names in their order, links followed within the commit. */
function readObjects(root: string, names: readonly string[]): GitObject[] {
  if (names.length === 0) return [];
  const input = names.map((name) => `${name}\n`).join("");
  const { output } = runGit(root, ["cat-file", "--batch", "--follow-symlinks"], input);
  const objects: GitObject[] = [];
  for (let at = 0; at < output.length; ) {
    const header = output.toString("utf8", at, output.indexOf("\n", at));
    const start = output.indexOf("\n", at) + 1;
    const [, object = "", type = "missing", bytes] = /^(?:([0-9a-f]+) )?([a-z]+) (\d+)$/.exec(header) ?? [];
    const end = start + Number(bytes ?? 0);
    objects.push({ object, type, content: output.subarray(start, end) });
    at = bytes === undefined ? end : end + 1;
  }
  return objects;
}
