import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "..");
const PROGRAM = join(ROOT, "dist/actdef.cjs");
/** Stands for kubectl: see there. */
const LIVE_DUMP = join(ROOT, "test/cli/live-dump.mjs");
/** Prints a simulated week of runs. */
const PARALLEL_WEEK = join(ROOT, "test/compare/parallel-week.mjs");

/** A copy of the shipped project in a scratch folder, and the built program on the PATH as `actdef`. */
export interface Scratch {
  readonly folder: string;
  /** Runs a shell command there; standard error follows into standard output, as on a terminal. */
  run(command: string): { readonly output: string; readonly code: number };
  remove(): void;
}

export function scratchProject(): Scratch {
  const base = mkdtempSync(join(tmpdir(), "actdef-"));
  const folder = join(base, "project");
  for (const part of ["activity-definitions", "k8s", "examples"])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(PROGRAM, join(base, "actdef"));
  symlinkSync(LIVE_DUMP, join(base, "live-dump"));
  symlinkSync(PARALLEL_WEEK, join(base, "parallel-week"));
  // What decides how output looks is not left to whoever runs the tests.
  const { FORCE_COLOR: _color, GITHUB_ACTIONS: _actions, PATH, ...inherited } = process.env;
  // Of its own: what other runs have kept is not to be used, nor replaced.
  const cache = join(base, "cache");
  const env = {
    ...inherited,
    PATH: `${base}:${PATH}`,
    NO_COLOR: "1",
    TZ: "UTC",
    LC_ALL: "C.UTF-8",
    ACTDEF_CACHE_FOLDER: cache,
    XDG_STATE_HOME: join(base, "state"),
  };
  return {
    folder,
    run(command) {
      const result = spawnSync("bash", ["-c", `exec 2>&1; ${command}`], { cwd: folder, env, encoding: "utf8" });
      return { output: result.stdout, code: result.status ?? -1 };
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/**
 * Runs the commands of a transcript (lines that begin with `$ `) in a scratch project and returns the transcript as it
 * is now: each command, what it printed, and its exit code where that is not 0. Other lines before the first command
 * are kept.
 */
export function replay(transcript: string): string {
  const scratch = scratchProject();
  try {
    const lines = transcript.split("\n");
    const first = lines.findIndex((line) => line.startsWith("$ "));
    const preamble = lines.slice(0, Math.max(first, 0)).map((line) => `${line}\n`);
    const commands = lines.filter((line) => line.startsWith("$ ")).map((line) => line.slice(2));
    return preamble.join("") + commands.map((command) => played(command, scratch)).join("\n");
  } finally {
    scratch.remove();
  }
}

function played(command: string, scratch: Scratch): string {
  const { output, code } = scratch.run(command);
  const shown = output.replaceAll(/\(\d+ ms\)/g, "(12 ms)");
  const ended = shown === "" || shown.endsWith("\n") ? shown : `${shown}\n`;
  return `$ ${command}\n${ended}${code === 0 ? "" : `[exit ${code}]\n`}`;
}
