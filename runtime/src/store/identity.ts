import { refused, type Stop } from "../activity/stop.ts";
import type { Database } from "./database.ts";
import { SCHEMA } from "./migrations.ts";

/** Which database of which cluster is meant. */
export interface Place {
  readonly database: string;
  readonly clusterUid: string;
}

/** Whose the database is. It is `fresh` where the schema is missing or empty. */
export type Identity = { readonly kind: "fresh" } | { readonly kind: "ours" };

/** Reads whose the database is, and refuses all but the expected one. Writes nothing. Throws Stop. */
export async function checkIdentity(database: Database, expected: Place, isClaim: boolean): Promise<Identity> {
  const [is] = await database.rows<{ name: string; tables: string[] }>(
    `select current_database() as name, coalesce(array_agg(c.relname::text order by c.relname) filter (where c.relkind in ('r', 'p', 'v', 'm', 'f')), '{}') as tables
     from pg_class c where c.relnamespace = to_regnamespace($1)`,
    [SCHEMA],
  );
  if (is?.name !== expected.database)
    throw wrong(
      `the database is named ${is?.name}, and the target's is ${expected.database}`,
      "correct DATABASE_URL or the target's database.name",
    );
  if (is.tables.length === 0) {
    if (isClaim) return { kind: "fresh" };
    throw wrong(
      `the database ${is.name} belongs to no cluster yet: its schema ${SCHEMA} is missing or empty`,
      "if it is the right one, claim it: actdef sync TARGET --claim-database",
    );
  }
  if (!is.tables.includes("identity")) throw foreign(is.name, is.tables);
  const [row] = await database.rows<{ row: { product?: string; cluster_uid?: string } }>(
    `select to_jsonb(i) as row from ${SCHEMA}.identity i limit 1`,
  );
  if (row?.row.product !== "actdef") throw foreign(is.name, is.tables);
  if (row.row.cluster_uid !== expected.clusterUid)
    throw wrong(
      `the database ${is.name} belongs to the cluster ${row.row.cluster_uid}, and the target is the cluster ${expected.clusterUid}`,
      "correct DATABASE_URL, or the target's cluster.uid",
    );
  return { kind: "ours" };
}

/** Writes whose it is from now on; within the transaction that makes the tables. */
export async function claim(database: Database, { clusterUid }: Place, job: string): Promise<void> {
  await database.rows(
    `insert into ${SCHEMA}.identity (product, database_name, cluster_uid, claimed_by)
     values ('actdef', current_database(), $1, $2)`,
    [clusterUid, job],
  );
}

function wrong(what: string, todo: string): Stop {
  return refused(`${what}; nothing was written; ${todo}`);
}

function foreign(name: string, tables: readonly string[]): Stop {
  const MAX_TOLD = 5;
  const told = tables.slice(0, MAX_TOLD).join(", ") + (tables.length > MAX_TOLD ? " and others" : "");
  return wrong(
    `the database ${name} has a schema ${SCHEMA} that is not of this program (it holds ${told})`,
    "use a database of its own, or let its owner rename that schema",
  );
}
