import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PRELOAD = fileURLToPath(new URL("peak-memory.cjs", import.meta.url));
const TIME = "/usr/bin/time";

/** What would change how a program runs, or what it prints, from one shell to the next. */
const LEFT_OUT = /^(?:NODE_|ACTDEF_)|^FORCE_COLOR$/;

/** Somebody pressed Ctrl-C while a program ran, and wants the whole to end. */
export class Interrupted extends Error {}

/**
 * Runs a program as a process of its own, `node` where it names no command; its wall time in milliseconds, and of a
 * program in Node also its peak memory in KiB and its CPU time. Throws where it does not end as it is expected to.
 */
export function measure(program) {
  const { command, args } = program;
  return command ? timed(program, command, args) : timed(program, process.execPath, ["--require", PRELOAD, ...args]);
}

/** The peak memory in KiB of a program that is not in Node, from a run that is not timed; nothing without GNU time. */
export function peakOf(program, scratch) {
  if (!existsSync(TIME)) return undefined;
  // GNU time is small and starts the program itself, so what the program inherits in `ru_maxrss` is below 3 MiB.
  const file = join(scratch, "peak");
  timed(program, TIME, ["--quiet", "--format", "%M", "--output", file, program.command, ...program.args]);
  const peak = Number(readFileSync(file, "utf8"));
  rmSync(file);
  return peak;
}

/** Whether a program ends with status 0. */
export function succeeds({ command, args, folder }) {
  return spawnSync(command, args, { cwd: folder, env: environment({}), stdio: "ignore" }).status === 0;
}

function timed({ folder, env = {}, expects = 0 }, command, args) {
  const options = { cwd: folder, env: environment(env), encoding: "utf8", maxBuffer: 2 ** 28 };
  const started = performance.now();
  const { error, output, signal, status } = spawnSync(command, args, {
    ...options,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const milliseconds = performance.now() - started;
  if (error) throw error;
  const [, out, err, resources] = output;
  // 130 is what `time` ends with where what it runs was interrupted.
  if (signal === "SIGINT" || status === 130) throw new Interrupted("interrupted");
  if (status !== expects) throw new Error(`ended with ${signal ?? status}:\n${out}${err}`.slice(0, 4000));
  if (!resources) return { milliseconds };
  const [peak_kib, microseconds] = resources.split(" ").map(Number);
  return { milliseconds, peak_kib, cpu_milliseconds: microseconds / 1000 };
}

function environment(extra) {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEFT_OUT.test(name))), ...extra };
}
