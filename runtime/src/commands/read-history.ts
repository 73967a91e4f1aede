import type { RunRecord } from "../activity/run.ts";
import { refused } from "../activity/stop.ts";
import { sha256 } from "../definitions/sha256.ts";
import type { Database } from "../store/database.ts";
import { checkIdentity, type Place } from "../store/identity.ts";
import { SCHEMA } from "../store/migrations.ts";
import { listRuns } from "../store/run-history.ts";

/** Whose runs, and of which time: those that started at or after `from` and before `until`. */
export interface HistoryQuestion {
  readonly id: string;
  readonly from: Date;
  readonly until: Date;
}

/** By `schemas/history-result.schema.json`. */
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
  readonly runs: readonly RunRecord[];
}

/** A kubelet keeps 10 MiB of a container's log (containerLogMaxSize), and the line must be whole in it. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** More rows than ever fit into that, so that no table is read in vain. */
const MAX_RUNS = 50_000;

/** The runs of an activity that has the id, or had it last, under whatever id they ran; reads only. Throws Stop. */
export async function readHistory(
  database: Database,
  place: Place,
  { id, from, until }: HistoryQuestion,
): Promise<Pick<HistoryResult, "uuid" | "runs">> {
  await checkIdentity(database, place, false);
  const [row] = await database.rows<{ uuid: string }>(
    `select uuid from ${SCHEMA}.activity_definition_versions where id = $1 order by recorded_at desc limit 1`,
    [id],
  );
  if (!row) throw refused(`the database ${place.database} has never had an activity ${id}; see its id`);
  const runs = await listRuns(database, row.uuid, { from, until, limit: MAX_RUNS + 1 });
  if (runs.length > MAX_RUNS) throw tooMany(id, `more than ${MAX_RUNS}`);
  return { uuid: row.uuid, runs };
}

/** The last line of the log, with what Kubernetes is left beside it: proof that the line is whole. Throws Stop. */
export function historyLine(result: HistoryResult): { readonly line: string; readonly message: string } {
  const text = JSON.stringify(result);
  if (Buffer.byteLength(text) > MAX_LINE_BYTES) throw tooMany(result.id, `${result.runs.length}`);
  return {
    line: `ACTCORE_HISTORY_RESULT ${text}`,
    message: JSON.stringify({ sha256: sha256(text), id: result.id, runs: result.runs.length }),
  };
}

function tooMany(id: string, count: string) {
  return refused(`${id} has ${count} runs in that time, which is more than a log holds; ask for a shorter time`);
}
