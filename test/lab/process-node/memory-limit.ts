import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};
const WATCH_MS = 100;

/** What a container's `limits.memory` does to it. */
export interface MemoryLimit {
  /** A line of shell by which a process goes below the limit, with all that it starts. */
  readonly enter: string;
  /** Told when the container runs: the process that wraps it, and how to kill it. */
  begin(wrapper: number, kill: () => void): void;
  /** Whether anything has been killed for it. */
  wasExceeded(): boolean;
  /** After the last process has ended. */
  end(): void;
}

/**
 * By a control group where one can be made; else by looking ten times a second how much the container's processes hold,
 * which a quick one may slip through.
 */
export function memoryLimit(id: string, quantity: string | number | undefined): MemoryLimit {
  const bytes = inBytes(quantity);
  if (bytes === undefined) return { enter: ":", begin() {}, wasExceeded: () => false, end() {} };
  return byControlGroup(`actdef-lab-${id}`, bytes) ?? byWatching(bytes);
}

/** Of a quantity of bytes in Kubernetes' spelling. */
function inBytes(quantity: string | number | undefined): number | undefined {
  const [, number, unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(String(quantity ?? "")) ?? [];
  const factor = UNITS[unit];
  return number === undefined || factor === undefined ? undefined : Math.floor(Number(number) * factor);
}

function byControlGroup(name: string, bytes: number): MemoryLimit | undefined {
  const { parent, limit, events } = hierarchy() ?? {};
  if (parent === undefined || limit === undefined || events === undefined) return undefined;
  const group = join(parent, name);
  try {
    mkdirSync(group);
    writeFileSync(join(group, limit), String(bytes));
  } catch {
    return undefined;
  }
  return {
    // 0 stands for whoever writes it.
    enter: `echo 0 > '${join(group, "cgroup.procs")}'`,
    begin() {},
    wasExceeded: () => /^oom_kill [1-9]/m.test(readFileSync(join(group, events), "utf8")),
    end() {
      try {
        rmdirSync(group);
      } catch {
        // Still busy with what has just ended; an empty group costs nothing.
      }
    },
  };
}

/** Where a group for memory may be made: below our own one, or for version 2 below the next that hands memory down. */
function hierarchy() {
  const groups = readFileSync("/proc/self/cgroup", "utf8");
  const [, old] = /^\d+:(?:[\w,]*,)?memory(?:,[\w,]*)?:(.*)$/m.exec(groups) ?? [];
  if (old !== undefined)
    return { parent: join("/sys/fs/cgroup/memory", old), limit: "memory.limit_in_bytes", events: "memory.oom_control" };
  const [, unified = "/"] = /^0::(.*)$/m.exec(groups) ?? [];
  for (let path = unified; ; path = dirname(path)) {
    const parent = join("/sys/fs/cgroup", path);
    const control = join(parent, "cgroup.subtree_control");
    if (existsSync(control) && readFileSync(control, "utf8").split(/\s/).includes("memory"))
      return { parent, limit: "memory.max", events: "memory.events" };
    if (path === "/") return undefined;
  }
}

function byWatching(bytes: number): MemoryLimit {
  let exceeded = false;
  let timer: NodeJS.Timeout | undefined;
  return {
    enter: ":",
    begin(wrapper, kill) {
      timer = setInterval(() => {
        if (residentBytes(wrapper) <= bytes) return;
        exceeded = true;
        kill();
      }, WATCH_MS);
    },
    wasExceeded: () => exceeded,
    end: () => clearInterval(timer),
  };
}

/** What all processes of a container hold: they are in the namespace of process ids that its wrapper has made. */
function residentBytes(wrapper: number): number {
  const namespace = namespaceOf(wrapper, "pid_for_children");
  if (namespace === undefined || namespace === namespaceOf("self", "pid")) return 0;
  let pages = 0;
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    if (namespaceOf(id, "pid") !== namespace) continue;
    try {
      pages += Number(readFileSync(`/proc/${id}/statm`, "utf8").split(" ")[1]);
    } catch {
      // It has ended since.
    }
  }
  return pages * 4096;
}

function namespaceOf(id: number | string, kind: string): string | undefined {
  try {
    return readlinkSync(`/proc/${id}/ns/${kind}`);
  } catch {
    return undefined;
  }
}
