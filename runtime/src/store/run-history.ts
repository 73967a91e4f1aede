import { CANCELLED, type RunRecord } from "../activity/run.ts";
import { SCHEMA } from "./migrations.ts";

/** What is needed of a connection, or of several. */
export interface RowSource {
  rows(sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
}

/** Columns of the same names as a record's members, in this order. */
const COLUMNS = [
  "run_id",
  "activity_uuid",
  "activity_id",
  "behaviour_sha256",
  "source",
  "scheduled_time",
  "started_at",
  "finished_at",
  "outcome",
  "attempts",
  "http_status",
  "reason",
  "counts",
  "idempotency_key",
] as const satisfies readonly (keyof RunRecord)[];

const INSERT = `
insert into ${SCHEMA}.activity_runs (${COLUMNS.join(", ")})
values (${COLUMNS.map((_, index) => `$${index + 1}`).join(", ")})
on conflict (run_id) do nothing
returning run_id`;

/** However often it is called for a run, one row comes of it. Tells whether it came of this call. */
export async function insertRun(database: RowSource, record: RunRecord): Promise<boolean> {
  const values = COLUMNS.map((column) => (column === "counts" ? countsJson(record) : record[column]));
  return (await database.rows(INSERT, values)).length > 0;
}

/** A pause ends the row: only runs later than the latest one that has led to a pause count. */
const FAILURES = `
with pausing as (
  select r.scheduled_time, r.started_at
  from ${SCHEMA}.activity_pauses join ${SCHEMA}.activity_runs r using (run_id)
  where r.activity_uuid = $1
  order by r.scheduled_time desc, r.started_at desc limit 1
)
select count(*)::integer as failures from (
  select outcome from ${SCHEMA}.activity_runs r
  where activity_uuid = $1 and reason is distinct from $3
    and not exists (
      select from pausing p where (p.scheduled_time, p.started_at) >= (r.scheduled_time, r.started_at)
    )
  order by scheduled_time desc, started_at desc limit $2
) latest where outcome in ('failed', 'timed_out')`;

/**
 * Whether each of the latest runs of an activity has failed, or timed out, and there are that many since its latest
 * pause. Cancelled ones neither count nor end the row.
 */
export async function hasFailedInARow(database: RowSource, activityUuid: string, times: number): Promise<boolean> {
  const [row] = await database.rows(FAILURES, [activityUuid, times, CANCELLED]);
  return row?.failures === times;
}

/** Ends a row of failures: the schedule is paused after this run. However often it is called, one row comes of it. */
export async function insertPause(
  database: RowSource,
  { run_id, activity_uuid }: Pick<RunRecord, "run_id" | "activity_uuid">,
): Promise<void> {
  await database.rows(
    `insert into ${SCHEMA}.activity_pauses (run_id, activity_uuid) values ($1, $2) on conflict (run_id) do nothing`,
    [run_id, activity_uuid],
  );
}

const SELECT = `select ${COLUMNS.join(", ")} from ${SCHEMA}.activity_runs`;

/** Undefined while it is not recorded. */
export async function findRun(database: RowSource, runId: string): Promise<RunRecord | undefined> {
  const [row] = await database.rows(`${SELECT} where run_id = $1`, [runId]);
  return row && recordOf(row);
}

/** At most `limit` runs of an activity that started at or after `from` and before `until`, in that order. */
export async function listRuns(
  database: RowSource,
  activityUuid: string,
  { from, until, limit }: { readonly from: Date; readonly until: Date; readonly limit: number },
): Promise<RunRecord[]> {
  const rows = await database.rows(
    `${SELECT} where activity_uuid = $1 and started_at >= $2 and started_at < $3 order by started_at, run_id limit $4`,
    [activityUuid, from, until, limit],
  );
  return rows.map(recordOf);
}

/** Those of these runs that have no row. */
export async function unrecordedRuns(database: RowSource, runIds: readonly string[]): Promise<readonly string[]> {
  if (runIds.length === 0) return [];
  const rows = await database.rows(
    `select id from unnest($1::uuid[]) as id where not exists (select from ${SCHEMA}.activity_runs where run_id = id)`,
    [runIds],
  );
  return rows.map(({ id }) => String(id));
}

/** How many runs of an activity were recorded under a key. */
export async function countRuns(database: RowSource, activityUuid: string, key: string): Promise<number> {
  const [row] = await database.rows(
    `select count(*)::integer as runs from ${SCHEMA}.activity_runs where activity_uuid = $1 and idempotency_key = $2`,
    [activityUuid, key],
  );
  return Number(row?.runs);
}

function countsJson({ counts }: RunRecord): string | null {
  return counts === null ? null : JSON.stringify(counts);
}

/** The driver gives instants as `Date`; all else comes as it was written. */
function recordOf(row: Record<string, unknown>): RunRecord {
  const members = Object.entries(row).map(([name, value]) => [
    name,
    value instanceof Date ? value.toISOString() : value,
  ]);
  return Object.fromEntries(members) as RunRecord;
}
