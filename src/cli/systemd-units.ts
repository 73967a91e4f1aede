import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname } from "node:path";
import { textFile, writeAtomically } from "../emit/write-outputs.ts";
import type { UnitState } from "../operate/cutover.ts";
import { OperationStop } from "../operate/operation-stop.ts";

/** The units of this user's systemd, and why nothing is known of them where there is none. */
export interface LocalUnits {
  readonly units: readonly UnitState[];
  readonly unavailable: string | undefined;
}

/** A unit that is only linked is known, and starts with nothing. */
const ENABLED = new Set(["enabled", "enabled-runtime"]);
const ACTIVE = new Set(["active", "activating", "reloading"]);

const PROPERTIES = ["FragmentPath", "DropInPaths", "UnitFileState", "ActiveState", "Triggers"];

type Properties = ReadonlyMap<string, string>;

/** Asks `systemctl --user` for the units of these names, and for what their timers start. */
export function readUnits(names: readonly string[]): LocalUnits {
  const { blocks, problem } = propertiesOf(names);
  if (problem !== undefined) return { units: names.map(absent), unavailable: problem };
  return { units: names.map((unit, index) => unitState(unit, blocks[index] ?? new Map())), unavailable: undefined };
}

function propertiesOf(names: readonly string[]): { readonly blocks: readonly Properties[]; readonly problem?: string } {
  if (names.length === 0) return { blocks: [] };
  const { output, problem } = systemctl("show", ...PROPERTIES.flatMap((name) => ["-p", name]), "--", ...names);
  if (problem !== undefined) return { blocks: [], problem };
  const blocks = output.trimEnd().split("\n\n");
  const entry = (line: string) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const;
  return { blocks: blocks.map((block) => new Map(block.split("\n").map(entry))) };
}

function unitState(unit: string, properties: Properties): UnitState {
  const file = properties.get("FragmentPath") ?? "";
  if (file === "") return absent(unit);
  const started = propertiesOf(wordsOf(properties, "Triggers")).blocks;
  return {
    unit,
    file,
    files: [properties, ...started].flatMap(filesOf),
    isEnabled: ENABLED.has(properties.get("UnitFileState") ?? ""),
    isActive: ACTIVE.has(properties.get("ActiveState") ?? ""),
  };
}

/** With links followed, since a link is what is removed. */
function filesOf(properties: Properties): readonly string[] {
  return [properties.get("FragmentPath") ?? "", ...wordsOf(properties, "DropInPaths")]
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
}

function wordsOf(properties: Properties, name: string): readonly string[] {
  return (properties.get(name) ?? "").split(" ").filter((word) => word !== "");
}

function absent(unit: string): UnitState {
  return { unit, file: null, files: [], isEnabled: false, isActive: false };
}

/** Makes systemd know a unit's file again: it is linked where it is there, else its copy is written there. Throws OperationStop. */
export async function restoreUnit(file: string, copy: string): Promise<void> {
  const isThere = existsSync(file);
  if (!isThere) await writeAtomically(dirname(file), textFile(basename(file), copy));
  const isDropIn = dirname(file).endsWith(".d");
  const action = isThere && !isDropIn ? ["link", "--", file] : ["daemon-reload"];
  const { problem } = systemctl(...action);
  if (problem !== undefined)
    throw new OperationStop("failed", `systemctl --user ${action[0]} ${file}: ${problem}`, { state: GOES_ON });
}

/** Enables and starts a unit, or disables and stops it. Throws OperationStop where systemd does not. */
export function switchUnit(action: "enable" | "disable", unit: string): void {
  const { problem } = systemctl(action, "--now", "--", unit);
  if (problem === undefined) return;
  throw new OperationStop("failed", `systemctl --user ${action} --now ${unit}: ${problem}`, {
    state: GOES_ON,
  });
}

const GOES_ON = "what was done before stays; the same command goes on from here";

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
