import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failed } from "../activity/stop.ts";

/** The files of the folder where the ConfigMaps of definitions are mounted, as text. */
export interface Mount {
  readonly folder: string;
  /** Of `index.json`. */
  readonly index: string;
  /** All others that end in `.json`, by their names. */
  readonly files: ReadonlyMap<string, string>;
}

const INDEX = "index.json";

/** Reads all of it at once: it is mounted whole, and does not change while it is read. Throws Stop. */
export function readMount(folder: string): Mount {
  try {
    const read = (name: string) => readFileSync(join(folder, name), "utf8");
    // Kubernetes keeps what it mounts in folders that begin with two dots, and links to it.
    const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.startsWith("."));
    const files = new Map(names.filter((name) => name !== INDEX).map((name) => [name, read(name)]));
    return { folder, index: read(INDEX), files };
  } catch (error) {
    const { code, path = folder } = error as NodeJS.ErrnoException;
    throw failed(
      `the definitions cannot be read: ${path}: ${code}; ` +
        "the Job mounts the ConfigMaps actcore-definitions* there: see that all of them exist, and sync again",
    );
  }
}
