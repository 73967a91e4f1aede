import type { Database } from "./database.ts";
import { SCHEMA } from "./migrations.ts";

/** What the database knows of an index of definitions. */
export interface Standing {
  /** It is what the database holds. */
  readonly isCurrent: boolean;
  /** The database held it once, and holds another one now. */
  readonly isOlder: boolean;
}

export async function readStanding(database: Database, indexSha256: string): Promise<Standing> {
  const [row] = await database.rows<{ current: string | null; is_known: boolean }>(
    `select (select index_sha256 from ${SCHEMA}.projections order by sequence desc limit 1) as current,
            exists (select from ${SCHEMA}.projections where index_sha256 = $1) as is_known`,
    [indexSha256],
  );
  const isCurrent = row?.current === indexSha256;
  return { isCurrent, isOlder: !isCurrent && row?.is_known === true };
}

/** Makes an index the current one, within the transaction that is open. */
export async function recordProjection(database: Database, indexSha256: string, job: string): Promise<void> {
  await database.rows(`insert into ${SCHEMA}.projections (index_sha256, job) values ($1, $2)`, [indexSha256, job]);
}
