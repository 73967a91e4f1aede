import { hash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InexactCount } from "../model/representation.ts";
import type { Checked } from "./check-file.ts";
import type { CheckedFile } from "./checked-file.ts";

/** SHA-256 of the program as it was built: whatever changes in compiler, schemas or rules changes it. */
declare const ACTDEF_BUILD: string;

/** What is kept of one project for one command. It never decides a result, only how soon it is there. */
export interface Cache {
  /** Whether there is anything at all. */
  isKnown(): boolean;
  /** What was made of exactly these inputs; nothing where it is another build's, or not whole. */
  readRun(key: string): RunOutcome | undefined;
  writeRun(key: string, outcome: RunOutcome): void;
  /** The last run without any problem under these targets, and by what a change is told. */
  readLast(targets: string): LastRun | undefined;
  writeLast(targets: string, last: LastRun): void;
  /** What was made of each file under these targets. */
  readFiles(targets: string): KnownFiles | undefined;
  writeFiles(targets: string, files: readonly Checked[], isSound: boolean): void;
}

export interface KnownFiles {
  readonly byPath: ReadonlyMap<string, Checked>;
  /** Whether there was no problem in them, nor in all of them together. */
  readonly isSound: boolean;
}

/** What a run without any problem has come to. */
export interface RunOutcome {
  readonly enabled: number;
  readonly inexact: readonly InexactCount[];
  readonly outputs: readonly KnownOutput[];
  /** Paths that runbooks link to, and whether all of them were there. */
  readonly links: readonly string[];
}

/** A generated file, as it was written. */
export interface KnownOutput {
  /** The target's name; null of the units of local runners. */
  readonly target: string | null;
  /** Relative to the project's root. */
  readonly path: string;
  /** Of its bytes. */
  readonly sha256: string;
  /** The content hash of each of its objects. */
  readonly contents: readonly string[];
}

/** A run without any problem, by which the next one tells what has changed since. */
export interface LastRun {
  readonly outcome: RunOutcome;
  /** SHA-256 over the paths of the definitions. In the order of these, without anything between them, are: */
  readonly paths: string;
  /** SHA-256 of the bytes of each, */
  readonly files: string;
  /** SHA-256 of what matters of each to others, as `lastRunOf` makes it, */
  readonly facts: string;
  /** and the address of each among the shards. */
  readonly addresses: string;
  /** The bytes that each takes in its shard, in the same order. */
  readonly bytes: readonly number[];
  /** How many activities each shard holds. */
  readonly shards: readonly number[];
}

const SOUND = "sound";

/** Of more projects than these, those that were not checked for longest are forgotten. */
const MAX_PROJECTS = 40;

/** The cache of a project for a command, below a folder. Parallel runs share it: each file is replaced as a whole. */
export function openCache(folder: string, root: string, command: "validate" | "compile"): Cache {
  const own = join(folder, hash("sha256", root).slice(0, 16));
  const runFile = join(own, `${command}-run.json`);
  const lastFile = join(own, `${command}-last.json`);
  const filesFile = join(own, `${command}-files.txt`);
  return {
    isKnown: () => existsSync(runFile) || existsSync(filesFile),
    readRun: (key) => parsed<RunOutcome>(readRecord(runFile, key)?.[0]),
    writeRun: (key, outcome) => writeRecord(folder, own, runFile, key, [JSON.stringify(outcome)]),
    readLast: (targets) => parsed<LastRun>(readRecord(lastFile, targets)?.[0]),
    writeLast: (targets, last) => writeRecord(folder, own, lastFile, targets, [JSON.stringify(last)]),
    readFiles: (targets) => {
      const [soundness, checked, ...json] = readRecord(filesFile, targets) ?? [];
      const files = parsed<CheckedFile[]>(checked);
      if (files?.length !== json.length) return undefined;
      const byPath = new Map(files.map((file, index) => [file.path, { checked: file, json: json[index] ?? "" }]));
      return { byPath, isSound: soundness === SOUND };
    },
    writeFiles: (targets, files, isSound) => {
      const checked = JSON.stringify(files.map((file) => file.checked));
      const lines = [isSound ? SOUND : "", checked, ...files.map(({ json }) => json)];
      writeRecord(folder, own, filesFile, targets, lines);
    },
  };
}

/** The lines of a record that was written whole, by this build, under the same key. */
function readRecord(file: string, key: string): string[] | undefined {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    return text.slice(0, end) === heading(key, body) ? body.split("\n") : undefined;
  } catch {
    return undefined;
  }
}

function heading(key: string, body: string): string {
  return [ACTDEF_BUILD, key, hash("sha256", body)].join(" ");
}

function parsed<T>(json: string | undefined): T | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as T);
}

/** A cache that cannot be written is a slower run, and nothing else. */
function writeRecord(folder: string, own: string, file: string, key: string, lines: readonly string[]): void {
  const body = lines.join("\n");
  const temporary = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, `${heading(key, body)}\n${body}`, { mode: 0o600 });
    renameSync(temporary, file);
    forgetOldest(folder);
  } catch {
    removeIfThere(temporary);
  }
}

function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is none.
  }
}

function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MAX_PROJECTS) return;
  const byAge = names
    .map((name) => ({ name, time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const { name } of byAge.slice(MAX_PROJECTS)) rmSync(join(folder, name), { recursive: true, force: true });
}
