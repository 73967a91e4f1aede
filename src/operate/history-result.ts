import type { MadeRun } from "./command-result.ts";
import { type Left, readResultLine } from "./result-line.ts";

/** What begins the line in which actcore-sync gives a history. */
const HISTORY_RESULT_MARK = "ACTCORE_HISTORY_RESULT ";

/** The line's JSON, by `schemas/history-result.schema.json`. Instants are RFC 3339 in UTC. */
export interface HistoryResult {
  readonly schema_version: 1;
  readonly job: string;
  readonly database: string;
  readonly cluster_uid: string;
  readonly id: string;
  readonly uuid: string;
  readonly from: string;
  readonly until: string;
  /** In the order of their starts. */
  readonly runs: readonly MadeRun[];
}

/** What a history has to be of. */
export type HistoryExpectation = Omit<HistoryResult, "schema_version" | "runs">;

/** Either the runs, proved; or why the evidence proves nothing. */
export type HistoryVerification =
  | { readonly isProved: true; readonly result: HistoryResult }
  | { readonly isProved: false; readonly reason: string };

/** Holds the result of a history's Job against what was asked for. */
export function verifyHistory(left: Left, expected: HistoryExpectation): HistoryVerification {
  const read = readResultLine(left, HISTORY_RESULT_MARK, "runs");
  if ("reason" in read) return { isProved: false, reason: read.reason };
  const result = read.result as HistoryResult;
  const names = Object.keys(expected) as (keyof HistoryExpectation)[];
  const wrong = names.find((name) => result[name] !== expected[name]);
  if (wrong) return { isProved: false, reason: `the result is another one: its ${wrong} is "${result[wrong]}"` };
  return { isProved: true, result };
}
