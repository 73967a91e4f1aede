import { type Left, type Verified, verifyResultLine } from "./result-line.ts";

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

/** Holds the result of a command's Job against what was asked for. */
export function verifyCommand(left: Left, expected: CommandExpectation): Verified<CommandResult> {
  const verified = verifyResultLine<CommandResult>(left, { mark: COMMAND_RESULT_MARK, list: "checks" }, expected);
  if (!verified.isProved || verified.result.ok === hasPassed(verified.result)) return verified;
  return {
    isProved: false,
    reason: `the result contradicts itself: ok is ${verified.result.ok}, and its checks say otherwise`,
  };
}

function hasPassed({ checks }: CommandResult): boolean {
  return checks.every(({ passed }) => passed !== false);
}
