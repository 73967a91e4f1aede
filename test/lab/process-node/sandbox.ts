import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants as flags, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { constants } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { ContainerLog } from "./container-log.ts";
import { enterScript } from "./enter-script.ts";
import type { Image } from "./image.ts";
import { memoryLimit } from "./memory-limit.ts";
import type { Container, Pod } from "./pod.ts";

const LONGEST_MESSAGE = 4096;
/** What the message falls back to where the policy says so: the end of the log. */
const FALLBACK = { lines: 80, characters: 2048 };

/**
 * The process that makes the namespaces stays outside, to tell how the first one within has ended. Each is killed when the
 * one that started it is. The shell's own words, such as "Killed", are not the container's: those come by descriptor 3.
 */
const WRAPPER = [
  ...["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--propagation", "private"],
  ...["sh", "-c", 'setpriv --pdeathsig KILL sh "$0" 2>&3 3>&-; exit "$?"'],
];

/** One run of a container. */
export interface Sandbox {
  /** Whether its command has begun; false where it is no program of the container. */
  readonly started: Promise<boolean>;
  /** What `terminated` says, when its last process has ended and all it wrote has been taken. */
  readonly ended: Promise<{ readonly exitCode: number; readonly reason: string; readonly message?: string }>;
  /** To its first process, which as in any container is spared by signals that it does not handle, but for SIGKILL. */
  signal(name: "SIGTERM" | "SIGKILL"): void;
  /** Runs a command in it to its end, whatever that is. */
  execute(command: readonly string[]): Promise<void>;
}

interface Start {
  readonly pod: Pod;
  readonly container: Container;
  readonly image: Image;
  readonly environment: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly volumes: ReadonlyMap<string, string>;
  /** The text of its /etc/hosts. */
  readonly hosts: string;
  /** For this run alone. */
  readonly folder: string;
  readonly log: ContainerLog;
}

/**
 * Starts a container's command in namespaces of its own for mounts and process ids. It is on the host's network, so two
 * pods cannot listen on one port; and it is root: of the security context only `readOnlyRootFilesystem` is enforced,
 * while users, groups, capabilities and seccomp are what admission has checked and the node ignores.
 */
export function startSandbox(start: Start): Sandbox {
  const { container, folder, log } = start;
  mkdirSync(join(folder, "root"), { recursive: true });
  const file = (name: string) => join(folder, name);
  writeFileSync(file("message"), "", { mode: 0o666 });
  writeFileSync(file("hosts"), start.hosts);
  const limit = memoryLimit(
    `${start.pod.metadata.uid}-${container.name}-${Date.now()}`,
    container.resources?.limits?.memory,
  );
  writeFileSync(
    file("enter.sh"),
    enterScript({
      root: file("root"),
      imageFolder: start.image.folder,
      mounts: mountsOf(start, file("message"), file("hosts")),
      readOnlyRoot: container.securityContext?.readOnlyRootFilesystem ?? false,
      workingFolder: container.workingDir ?? "/",
      environment: start.environment,
      command: start.command,
      enterMemoryLimit: limit.enter,
    }),
  );
  const outputs = ["stdout", "stderr"].map((name) => openPipe(file(name)));
  const [stdout, stderr] = outputs.map(({ writeEnd }) => writeEnd);
  const child = spawn("setpriv", [...WRAPPER, file("enter.sh")], {
    stdio: ["ignore", stdout, "ignore", stderr, "pipe"],
  });
  for (const { writeEnd } of outputs) closeSync(writeEnd);
  let firstProcess = 0;
  const started = said(child.stdio[4] as Readable).then((word) => {
    firstProcess = Number(word) || 0;
    return firstProcess > 0;
  });
  const signal = (name: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (firstProcess > 0) process.kill(firstProcess, name);
    else child.kill("SIGKILL");
  };
  child.once("spawn", () => limit.begin(child.pid ?? 0, () => signal("SIGKILL")));
  return { started, ended: ending(), signal, execute };

  async function ending() {
    const taken = log.take(outputs.map(({ readEnd }) => readEnd));
    const [code, killedBy] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    await taken;
    const exceeded = limit.wasExceeded();
    limit.end();
    const exitCode = code ?? 128 + (killedBy ? constants.signals[killedBy] : 0);
    if (!(await started) && exitCode === 128)
      return { exitCode, reason: "StartError", message: notFound(start.command) };
    const reason = exitCode === 0 ? "Completed" : exceeded ? "OOMKilled" : "Error";
    const message = terminationMessage(container, file("message"), log, exitCode);
    return { exitCode, reason, ...(message ? { message } : {}) };
  }

  async function execute(command: readonly string[]): Promise<void> {
    const target = ["--target", String(firstProcess), "--mount", "--pid", "--root", "--wd"];
    const hook = spawn("nsenter", [...target, "--", ...command], { stdio: "ignore", env: { ...start.environment } });
    await Promise.race([once(hook, "exit"), once(child, "exit")]);
  }
}

/**
 * A pipe with a name: what Node makes for a child are sockets, which a program cannot open as `/dev/stdout`, as nginx does
 * and in other containers can.
 */
function openPipe(path: string): { readonly readEnd: Readable; readonly writeEnd: number } {
  execFileSync("mkfifo", [path]);
  const readEnd = new Socket({
    fd: openSync(path, flags.O_RDONLY | flags.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  return { readEnd, writeEnd: openSync(path, flags.O_WRONLY) };
}

/** The first that comes down a pipe, or nothing where it ends before. */
async function said(pipe: Readable): Promise<string> {
  for await (const chunk of pipe.setEncoding("utf8")) return chunk;
  return "";
}

function mountsOf({ container, volumes }: Start, messageFile: string, hostsFile: string) {
  const mounts = (container.volumeMounts ?? []).map(({ name, mountPath, subPath = "", readOnly = false }) => {
    const source = join(volumes.get(name) ?? "", subPath);
    return { source, isFolder: statSync(source).isDirectory(), path: mountPath, readOnly };
  });
  const path = container.terminationMessagePath ?? "/dev/termination-log";
  // Outer folders first, so that none hides one that is mounted within it.
  const ordered = mounts.toSorted((a, b) => a.path.length - b.path.length);
  return [
    { source: hostsFile, isFolder: false, path: "/etc/hosts", readOnly: false },
    ...ordered,
    { source: messageFile, isFolder: false, path, readOnly: false },
  ];
}

function terminationMessage(container: Container, path: string, log: ContainerLog, exitCode: number): string {
  const written = readFileSync(path).subarray(0, LONGEST_MESSAGE).toString();
  const fallsBack = container.terminationMessagePolicy === "FallbackToLogsOnError" && exitCode !== 0;
  return written || !fallsBack ? written : log.tail(FALLBACK.lines, FALLBACK.characters);
}

/** As containerd and runc word it together. */
function notFound([command]: readonly string[]): string {
  return (
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: " +
    `unable to start container process: error during container init: exec: "${command}": executable file not found in $PATH`
  );
}
