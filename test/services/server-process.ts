import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename } from "node:path";

/** How long a server may take to end in order before it is killed. */
const ORDERLY_END_MS = 5000;

/** Not root: Postgres refuses it. */
const NOBODY = ["--reuid=65534", "--regid=65534", "--clear-groups"];

export interface ServerOptions {
  readonly log: string;
  /** The signal by which it ends in order; SIGTERM by default. */
  readonly endSignal?: NodeJS.Signals;
  /** As the user `nobody`. */
  readonly isUnprivileged?: boolean;
}

/** A server of a test; it is killed with the process that started it. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #options: ServerOptions;

  constructor(program: string, args: readonly string[], options: ServerOptions) {
    const output = openSync(options.log, "a");
    const user = options.isUnprivileged ? NOBODY : [];
    this.#child = spawn("setpriv", ["--pdeathsig", "KILL", ...user, "--", program, ...args], {
      stdio: ["ignore", output, output],
      cwd: "/",
    });
    closeSync(output);
    this.#child.unref();
    this.#name = basename(program);
    this.#options = options;
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Throws, with the end of its log, where it has ended by itself. */
  readonly assertAlive = (): void => {
    if (!this.hasEnded) return;
    const lines = readFileSync(this.#options.log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
    throw new Error(`${this.#name} has ended by itself:\n${lines}`);
  };

  /** Waits until it is gone, so that its ports are free again. */
  async stop(signal = this.#options.endSignal ?? "SIGTERM"): Promise<void> {
    if (this.hasEnded) return;
    this.#child.ref();
    const ended = once(this.#child, "exit");
    this.#child.kill(signal);
    const impatience = setTimeout(() => this.#child.kill("SIGKILL"), ORDERLY_END_MS);
    await ended;
    clearTimeout(impatience);
  }
}
