import type { RunRecord } from "../activity/run.ts";
import { sha256 } from "../definitions/sha256.ts";

export type CommandName = "canary" | "pause" | "resume" | "trigger";

/** Whether a schedule is paused, and what is noted about it. */
export interface ScheduleState {
  readonly paused: boolean;
  readonly note: string;
}

/** One thing that a command makes sure of. */
export interface Check {
  readonly name: string;
  /** Null where it could not be made; `seen` says why. */
  readonly passed: boolean | null;
  readonly seen: string;
  readonly wanted: string;
}

/** What a command has done and seen. */
export interface Findings {
  readonly before: ScheduleState;
  readonly after: ScheduleState;
  /** The run that it made, as it was recorded; null where it made none, or none was recorded. */
  readonly run: RunRecord | null;
  readonly checks: readonly Check[];
}

/** By `schemas/command-result.schema.json`. */
export interface CommandResult extends Findings {
  readonly schema_version: 1;
  readonly command: CommandName;
  readonly job: string;
  readonly database: string;
  readonly cluster_uid: string;
  readonly id: string;
  readonly uuid: string;
  readonly behaviour_sha256: string;
  /** No check has failed. */
  readonly ok: boolean;
}

/** One that passes where what is seen is what is wanted. */
export function check(name: string, seen: unknown, wanted: unknown): Check {
  return { name, passed: seen === wanted, seen: String(seen), wanted: String(wanted) };
}

export function skippedCheck(name: string, why: string, wanted: string): Check {
  return { name, passed: null, seen: why, wanted };
}

export function isOk({ checks }: Findings): boolean {
  return checks.every(({ passed }) => passed !== false);
}

/** A check in a line for its operator. */
export function checkWords({ name, passed, seen, wanted }: Check): string {
  if (passed === null) return `skipped  ${name}: ${seen}`;
  return passed ? `passed   ${name}: ${seen}` : `FAILED   ${name}: ${seen}, wanted: ${wanted}`;
}

/** The last line of a command that has come to its end. */
export function commandLine(result: CommandResult): string {
  return `ACTCORE_COMMAND_RESULT ${JSON.stringify(result)}`;
}

/** What is left for Kubernetes beside the log: proof that the line is whole, and how it ended. */
export function commandMessage(result: CommandResult): string {
  const { command, id, ok } = result;
  return JSON.stringify({ sha256: sha256(JSON.stringify(result)), command, id, ok });
}
