import { type Left, readResultLine } from "./result-line.ts";

/** What begins the line in which actcore-sync says what a command has come to. */
const COMMAND_RESULT_MARK = "ACTCORE_COMMAND_RESULT ";

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

/** Holds the result of a command's Job against what was asked for. */
export function verifyCommand(left: Left, expected: CommandExpectation): CommandVerification {
  const read = readResultLine(left, COMMAND_RESULT_MARK, "checks");
  if ("reason" in read) return { isProved: false, reason: read.reason };
  const result = read.result as CommandResult;
  const names = Object.keys(expected) as (keyof CommandExpectation)[];
  const wrong = names.find((name) => result[name] !== expected[name]);
  if (wrong) {
    const found = `its ${wrong} is "${result[wrong]}" instead of "${expected[wrong]}"`;
    return { isProved: false, reason: `the result is another one: ${found}` };
  }
  if (result.ok === result.checks.some(({ passed }) => passed === false))
    return {
      isProved: false,
      reason: `the result contradicts itself: ok is ${result.ok}, and its checks say otherwise`,
    };
  return { isProved: true, result };
}
