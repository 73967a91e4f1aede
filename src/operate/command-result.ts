import { sha256 } from "../model/canonical-json.ts";

export const COMMAND_NAMES = ["canary", "pause", "resume", "trigger"] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** What a command has come to, by `schemas/command-result.schema.json`. */
export interface CommandResult {
  readonly schema_version: 1;
  readonly command: CommandName;
  readonly job: string;
  readonly database: string;
  readonly cluster_uid: string;
  readonly id: string;
  readonly uuid: string;
  readonly behaviour_sha256: string;
  readonly before: ScheduleState;
  readonly after: ScheduleState;
  readonly run: MadeRun | null;
  readonly checks: readonly Check[];
  readonly ok: boolean;
}

export interface ScheduleState {
  readonly paused: boolean;
  readonly note: string;
}

/** A row of `activity_runs`. */
export interface MadeRun {
  readonly run_id: string;
  readonly source: string;
  readonly scheduled_time: string | null;
  readonly started_at: string;
  readonly finished_at: string;
  readonly outcome: "ok" | "warn" | "failed" | "timed_out";
  readonly attempts: number;
  readonly http_status: number | null;
  readonly reason: string | null;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly idempotency_key: string;
}

export interface Check {
  readonly name: string;
  /** Null where it could not be made; `seen` says why. */
  readonly passed: boolean | null;
  readonly seen: string;
  readonly wanted: string;
}

/** What a result has to be of. */
export type CommandExpectation = Pick<CommandResult, "command" | "job" | "database" | "cluster_uid" | "id" | "uuid">;

/** Either what was done, proved; or why the evidence proves nothing. */
export type CommandVerification =
  | { readonly isProved: true; readonly result: CommandResult }
  | { readonly isProved: false; readonly reason: string };

/**
 * Holds the last result line of a log against what was asked for, and against the termination message, which names the
 * line's SHA-256 and comes another way.
 *
 * @param mark what begins the line
 */
export function verifyCommand(
  { log, terminationMessage }: { readonly log: string; readonly terminationMessage: string },
  mark: string,
  expected: CommandExpectation,
): CommandVerification {
  const unproved = (reason: string): CommandVerification => ({ isProved: false, reason });
  const line = log.split("\n").findLast((text) => text.startsWith(mark));
  if (line === undefined) return unproved(`its log has no line ${mark.trim()}`);
  const text = line.slice(mark.length).trim();
  const told = readJson(terminationMessage) as { readonly sha256?: unknown } | undefined;
  if (told?.sha256 !== sha256(text))
    return unproved("the result line is cut or changed: its SHA-256 is not that of the termination message");
  const result = readJson(text) as CommandResult | undefined;
  if (result?.schema_version !== 1 || !Array.isArray(result.checks))
    return unproved("the result line is not of version 1");
  const names = Object.keys(expected) as (keyof CommandExpectation)[];
  const wrong = names.find((name) => result[name] !== expected[name]);
  if (wrong) return unproved(`the result is another one: its ${wrong} is "${result[wrong]}"`);
  return { isProved: true, result };
}

function readJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
