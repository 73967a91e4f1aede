import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { RunRecord } from "../../runtime/src/activity/run.ts";

/** A file of runs, one line of JSON each. Readers skip lines that are none: a full disk may have cut one. */
export interface RunHistory {
  readonly path: string;
  /** Whole or not at all, beside other processes too. Throws where the file system refuses it. */
  append(record: RunRecord): void;
  close(): void;
}

/** Only the user may read what ran, and how. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

const LINE_END = "\n".charCodeAt(0);

/** Where the runs of an activity are kept, by the XDG Base Directory Specification. */
export function historyPath(id: string, env: NodeJS.ProcessEnv): string {
  const { XDG_STATE_HOME: home } = env;
  const state = home && isAbsolute(home) ? home : join(homedir(), ".local/state");
  return join(state, "actdef/runs", `${id}.jsonl`);
}

/** Opens a history, and makes it where there is none. Throws the file system's error. */
export function openHistory(file: string): RunHistory {
  const path = resolve(file);
  makeFolder(dirname(path));
  const descriptor = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, FILE_MODE);
  return {
    path,
    append(record) {
      // One write, so that no kill and no other process comes in between.
      const line = Buffer.from(`${endsWithinLine(descriptor) ? "\n" : ""}${JSON.stringify(record)}\n`);
      const written = writeSync(descriptor, line);
      if (written < line.length) throw new Error(`only ${written} of ${line.length} bytes could be written`);
      fsyncSync(descriptor);
    },
    close: () => closeSync(descriptor),
  };
}

/** Node's own recursive making of folders never ends where one cannot be made below one that is there, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, FOLDER_MODE);
  } catch (error) {
    // Another run may have been sooner.
    if (!existsSync(folder)) throw error;
  }
}

function endsWithinLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== LINE_END;
}
