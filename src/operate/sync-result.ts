import type { ExpectedActivity } from "./projected-target.ts";
import { readResultLine } from "./result-line.ts";

/** What begins the line in which actcore-sync says what it has done. */
const SYNC_RESULT_MARK = "ACTCORE_SYNC_RESULT ";

/** The line's JSON, by `schemas/sync-result.schema.json`. */
export interface SyncResult {
  readonly schema_version: 1;
  /** The Job that it is the result of. */
  readonly job: string;
  readonly index_sha256: string;
  readonly database: string;
  readonly cluster_uid: string;
  readonly activities: readonly ResultActivity[];
}

export interface ResultActivity {
  readonly uuid: string;
  readonly id: string;
  /** SHA-256 of the compiled activity's JSON that was stored. */
  readonly sha256: string;
  readonly action: "created" | "updated" | "unchanged" | "retired";
  readonly schedule: "created" | "updated" | "unchanged" | "paused" | "unpaused" | "retired";
}

/** What is expected of a result. */
export interface Expectation {
  readonly job: string;
  readonly indexSha256: string;
  readonly database: string;
  readonly clusterUid: string;
  readonly activities: readonly ExpectedActivity[];
}

/** Either what was done, proved; or why the evidence proves nothing. */
export type Verification =
  | { readonly isProved: true; readonly counts: Readonly<Record<string, number>>; readonly result: SyncResult }
  | { readonly isProved: false; readonly reason: string };

/** Holds the result of a sync Job against what was compiled. */
export function verifyResult(log: string, terminationMessage: string, expected: Expectation): Verification {
  const read = readResultLine({ log, terminationMessage }, SYNC_RESULT_MARK, "activities");
  if ("reason" in read) return { isProved: false, reason: read.reason };
  const result = read.result as SyncResult;
  const wrong = wrongContext(result, expected) ?? wrongActivity(result, expected);
  if (wrong !== undefined) return { isProved: false, reason: wrong };
  return { isProved: true, counts: countsOf(result), result };
}

function wrongContext(result: SyncResult, expected: Expectation): string | undefined {
  const pairs: readonly (readonly [string, string, string])[] = [
    ["Job", result.job, expected.job],
    ["index of definitions", result.index_sha256, expected.indexSha256],
    ["database", result.database, expected.database],
    ["cluster", result.cluster_uid, expected.clusterUid],
  ];
  const wrong = pairs.find(([, is, ought]) => is !== ought);
  return wrong && `the result is that of another run: its ${wrong[0]} is "${wrong[1]}" instead of "${wrong[2]}"`;
}

function wrongActivity({ activities }: SyncResult, expected: Expectation): string | undefined {
  const byUuid = new Map(activities.map((activity) => [activity.uuid, activity]));
  for (const { uuid, id, sha256: hash } of expected.activities) {
    const found = byUuid.get(uuid);
    if (!found) return `the result does not name ${id} (${uuid})`;
    if (found.action === "retired" || found.schedule === "retired") return `the result says that ${id} was retired`;
    if (found.id !== id || found.sha256 !== hash) return `the result has another ${id} than was compiled`;
  }
  const wanted = new Set(expected.activities.map(({ uuid }) => uuid));
  const surplus = activities.find(({ uuid, action }) => !wanted.has(uuid) && action !== "retired");
  return surplus && `the result says "${surplus.action}" of ${surplus.id}, which was not compiled`;
}

function countsOf({ activities }: SyncResult): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { action } of activities) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}
