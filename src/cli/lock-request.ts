import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { isRunning } from "../emit/write-outputs.ts";
import { sha256 } from "../model/canonical-json.ts";
import type { LockRequest } from "../operate/lock.ts";

/** `user@host:pid#machine-run`. */
const HOLDER = /:(\d+)#([0-9a-f]+)-[0-9a-f]+$/;
const MACHINE_DIGITS = 12;

/** The lock as this very process asks for it. A holder is known to be gone only where it ran among the same processes. */
export function lockRequest(who: string, command: string, isBroken: boolean): LockRequest {
  const machine = thisMachine();
  return {
    holder: `${who}:${process.pid}#${machine}-${randomBytes(4).toString("hex")}`,
    command,
    isBroken,
    isGone: (holder) => {
      const [, pid, its] = HOLDER.exec(holder) ?? [];
      return its !== undefined && its !== UNKNOWN_MACHINE && its === machine && !isRunning(Number(pid));
    },
  };
}

const UNKNOWN_MACHINE = "0";

/**
 * What tells whose process ids these are. A host's name does not: many are called `localhost`. The kernel has an id for each
 * boot, and containers on one machine have lists of processes of their own. Elsewhere than on Linux it is unknown.
 */
function thisMachine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
    return sha256(`${boot}${readlinkSync("/proc/self/ns/pid")}`).slice(0, MACHINE_DIGITS);
  } catch {
    return UNKNOWN_MACHINE;
  }
}
