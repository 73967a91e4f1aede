import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../../test/lab/until.ts";

const PROGRAM = new URL("../../dist/actcore-worker.mjs", import.meta.url).pathname;

/** The built worker as a process of its own; it is killed with the process that started it. */
export interface WorkerProcess {
  readonly pid: number;
  /** The exit code, or the signal, once it has ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly hasEnded: boolean;
  /** Its log so far, a line each. */
  log(): readonly LogLine[];
  /** What it has written so far, as it is. */
  output(): string;
  /** The text of a page of the health server, behind its status. */
  page(path: string): Promise<{ readonly status: number; readonly text: string }>;
  isReady(): Promise<boolean>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it and removes its log. */
  remove(): Promise<void>;
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [member: string]: unknown;
}

/** `wrapper` is a program, with arguments, that starts the worker. */
export function startWorker(env: Readonly<Record<string, string>>, wrapper: readonly string[] = []): WorkerProcess {
  const folder = mkdtempSync(join(tmpdir(), "actdef-worker-"));
  const file = join(folder, "log");
  const output = openSync(file, "a");
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...wrapper, process.execPath, PROGRAM], {
    stdio: ["ignore", output, output],
    cwd: "/",
    env: { PATH: process.env.PATH, ACTCORE_HEALTH_HOST: "127.0.0.1", ACTCORE_HEALTH_PORT: "0", ...env },
  });
  closeSync(output);
  const text = () => readFileSync(file, "utf8");
  const worker: WorkerProcess = {
    pid: child.pid ?? -1,
    ended: once(child, "exit").then(([code, signal]) => code ?? signal),
    get hasEnded() {
      return isGone(child);
    },
    output: text,
    log: () =>
      text()
        .split("\n")
        .filter(isJson)
        .map((line) => JSON.parse(line)),
    async page(path) {
      const port = worker.log().find(({ msg }) => msg === "the health server listens")?.port;
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: response.status, text: await response.text() };
    },
    async isReady() {
      if (isGone(child)) throw new Error(`the worker has ended:\n${text()}`);
      return (await worker.page("/readyz")).status === 200;
    },
    signal: (signal) => child.kill(signal),
    async remove() {
      if (!isGone(child)) {
        child.kill("SIGKILL");
        await worker.ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return worker;
}

/** One that polls. */
export async function startReadyWorker(...given: Parameters<typeof startWorker>): Promise<WorkerProcess> {
  const worker = startWorker(...given);
  await until("a worker that polls", () => worker.isReady());
  return worker;
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function isJson(line: string): boolean {
  return line.startsWith("{");
}
