import { spawnSync } from "node:child_process";
import type { UnitState } from "../operate/cutover.ts";
import { OperationStop } from "../operate/operation-stop.ts";

/** The units of this user's systemd, and why nothing is known of them where there is none. */
export interface LocalUnits {
  readonly units: readonly UnitState[];
  readonly unavailable: string | undefined;
}

const ENABLED = new Set(["enabled", "enabled-runtime", "linked", "linked-runtime"]);
const ACTIVE = new Set(["active", "activating", "reloading"]);

/** Asks `systemctl --user` for the units of these names. */
export function readUnits(names: readonly string[]): LocalUnits {
  if (names.length === 0) return { units: [], unavailable: undefined };
  const properties = ["LoadState", "FragmentPath", "UnitFileState", "ActiveState"];
  const asked = systemctl("show", ...properties.flatMap((name) => ["-p", name]), "--", ...names);
  if (asked.problem !== undefined) return { units: names.map(absent), unavailable: asked.problem };
  const blocks = asked.output.trimEnd().split("\n\n");
  return { units: names.map((unit, index) => unitState(unit, blocks[index] ?? "")), unavailable: undefined };
}

function unitState(unit: string, block: string): UnitState {
  const values = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const file = values.get("FragmentPath") ?? "";
  if (file === "") return absent(unit);
  return {
    unit,
    file,
    isEnabled: ENABLED.has(values.get("UnitFileState") ?? ""),
    isActive: ACTIVE.has(values.get("ActiveState") ?? ""),
  };
}

function absent(unit: string): UnitState {
  return { unit, file: null, isEnabled: false, isActive: false };
}

/** Enables and starts a unit, or disables and stops it. Throws OperationStop where systemd does not. */
export function switchUnit(action: "enable" | "disable", unit: string): void {
  const { problem } = systemctl(action, "--now", "--", unit);
  if (problem === undefined) return;
  throw new OperationStop("failed", `systemctl --user ${action} --now ${unit}: ${problem}`, {
    state: "what was done before stays; the same command goes on from here",
  });
}

/** The command of a step, as a person would type it. */
export function systemctlCommand(action: "enable" | "disable", unit: string): string {
  return `systemctl --user ${action} --now ${unit}`;
}

function systemctl(...args: readonly string[]): { readonly output: string; readonly problem?: string } {
  const { error, status, stdout, stderr } = spawnSync("systemctl", ["--user", ...args], { encoding: "utf8" });
  if (error) return { output: "", problem: `systemctl cannot be run (${(error as NodeJS.ErrnoException).code})` };
  if (status === 0) return { output: stdout };
  return { output: stdout, problem: stderr.trim().split("\n")[0] || `exit code ${status}` };
}
