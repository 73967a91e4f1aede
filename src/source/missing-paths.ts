import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/** Of some project paths that were looked for, those at which there is nothing, each with how far the way leads. */
export type MissingPaths = ReadonlyMap<string, DeadEnd>;

export interface DeadEnd {
  /** The project path up to which all is there, without a slash at its end; empty for the root. */
  readonly folder: string;
  /** What is in that folder, one of which may have been meant; empty where it is a file, or holds more than `MAX_NAMES`. */
  readonly names: readonly string[];
}

/** In a larger folder nearly every name resembles another. */
const MAX_NAMES = 500;

interface Listing {
  readonly entries: ReadonlyMap<string, Dirent>;
  readonly names: readonly string[];
}

/** Looks for paths in a project; in a later call, by the folders that were read before. */
export type PathFinder = (paths: Iterable<string>) => MissingPaths;

/**
 * What looks for paths in a project; they are relative to its root, with forward slashes and without `..`. Only the folders
 * that they name are read, each once. Names count as they are written, whatever the file system makes of upper and lower
 * case. Nothing is followed: what lies behind a symbolic link, or in a folder that may not be read, cannot be judged and
 * is not called missing. Never throws.
 */
export function pathFinder(root: string): PathFinder {
  const listings = new Map<string, Listing | undefined>();
  const list = (folder: string) => {
    if (!listings.has(folder)) listings.set(folder, listingOf(join(root, folder)));
    return listings.get(folder);
  };
  return (paths) => {
    const missing = new Map<string, DeadEnd>();
    for (const path of paths) {
      const end = deadEnd(path, list);
      if (end) missing.set(path, end);
    }
    return missing;
  };
}

function deadEnd(path: string, list: (folder: string) => Listing | undefined): DeadEnd | undefined {
  let folder = "";
  for (const name of path.split("/")) {
    const listing = list(folder);
    if (!listing) return undefined;
    const entry = listing.entries.get(name);
    if (!entry) return { folder, names: listing.names };
    if (entry.isSymbolicLink()) return undefined;
    folder = folder === "" ? name : `${folder}/${name}`;
  }
  return undefined;
}

/** What a folder holds; nothing where it is a file. */
function listingOf(folder: string): Listing | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const names = entries.length > MAX_NAMES ? [] : entries.map(({ name }) => name).sort();
    return { entries: new Map(entries.map((entry) => [entry.name, entry])), names };
  } catch (error) {
    const isFile = error instanceof Error && "code" in error && error.code === "ENOTDIR";
    return isFile ? { entries: new Map(), names: [] } : undefined;
  }
}
