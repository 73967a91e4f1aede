import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename } from "node:path";

/** How long a process may take to end in order: what a lab holds is thrown away. */
const ORDERLY_END_MS = 2000;

/**
 * A process that serves until it is stopped. It also ends with its standard input, which it is told by an environment
 * variable, so that nothing is left where whoever started it is interrupted or killed.
 */
export interface BackgroundProcess {
  readonly pid: number;
  /** Waits until it is gone, so that its ports are free again. */
  stop(): Promise<void>;
  /** Throws, with the end of its log, where it has ended by itself. */
  assertAlive(): void;
}

export function startInBackground(program: string, args: readonly string[], log: string): BackgroundProcess {
  const output = openSync(log, "a");
  const child: ChildProcess = spawn(program, args, {
    stdio: ["pipe", output, output],
    env: { ...process.env, KUBELAB_ENDS_WITH_STDIN: "yes" },
  });
  closeSync(output);
  const ended = once(child, "exit");
  // Neither keeps the process that started it alive.
  child.unref();
  child.on("error", () => {});
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? -1,
    async stop() {
      if (hasEnded()) return;
      child.ref();
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), ORDERLY_END_MS);
      await ended;
      clearTimeout(impatience);
    },
    assertAlive() {
      if (child.pid !== undefined && !hasEnded()) return;
      const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
      throw new Error(`${basename(program)} ${args[0]} has ended by itself:\n${lines}`);
    },
  };
}
