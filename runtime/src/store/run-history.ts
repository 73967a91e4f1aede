import { CANCELLED, type RunRecord } from "../activity/run.ts";
import { SCHEMA } from "./migrations.ts";

/** What is needed of a pg pool or client. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
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
export async function insertRun(database: Queryable, record: RunRecord): Promise<boolean> {
  const values = COLUMNS.map((column) => (column === "counts" ? countsJson(record) : record[column]));
  const { rows } = await database.query(INSERT, values);
  return rows.length > 0;
}

/**
 * Whether each of the latest runs of an activity has failed, or timed out, and there are that many. Cancelled ones
 * neither count nor end the row.
 */
export async function hasFailedInARow(database: Queryable, activityUuid: string, times: number): Promise<boolean> {
  const { rows } = await database.query(
    `select count(*)::integer as failures from (
       select outcome from ${SCHEMA}.activity_runs
       where activity_uuid = $1 and reason is distinct from $3
       order by scheduled_time desc, started_at desc limit $2
     ) latest where outcome in ('failed', 'timed_out')`,
    [activityUuid, times, CANCELLED],
  );
  return rows[0]?.failures === times;
}

/** Every row of a run: one, or none while it is not recorded. */
export async function findRuns(database: Queryable, idempotencyKey: string): Promise<readonly RunRecord[]> {
  const { rows } = await database.query(
    `select ${COLUMNS.join(", ")} from ${SCHEMA}.activity_runs where idempotency_key = $1 order by started_at`,
    [idempotencyKey],
  );
  return rows.map(recordOf);
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
