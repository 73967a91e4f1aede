import type { MadeRun } from "./command-result.ts";
import { type Left, type Verified, verifyResultLine } from "./result-line.ts";

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
export type HistoryExpectation = Omit<HistoryResult, "schema_version" | "uuid" | "runs"> &
  Partial<Pick<HistoryResult, "uuid">>;

/** Holds the result of a history's Job against what was asked for. */
export function verifyHistory(left: Left, expected: HistoryExpectation): Verified<HistoryResult> {
  return verifyResultLine<HistoryResult>(left, { mark: HISTORY_RESULT_MARK, list: "runs" }, expected);
}
