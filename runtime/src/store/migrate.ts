import { refused } from "../activity/stop.ts";
import { sha256 } from "../definitions/sha256.ts";
import type { Database } from "./database.ts";
import type { Identity } from "./identity.ts";
import { MIGRATIONS, type Migration, SCHEMA } from "./migrations.ts";

interface Applied {
  readonly version: number;
  readonly sha256: string;
}

/** The migrations that are still to come, of a database that is ours or fresh. Writes nothing. Throws Stop. */
export async function pendingMigrations(
  database: Database,
  { kind }: Identity,
  known: readonly Migration[] = MIGRATIONS,
): Promise<readonly Migration[]> {
  if (kind === "fresh") return known;
  const applied = await database.rows<Applied>(`select version, sha256 from ${SCHEMA}.migrations order by version`);
  for (const { version, sha256: stated } of applied) {
    const migration = known.find((it) => it.version === version);
    if (!migration)
      throw refused(
        `the database was migrated to version ${version}, and this actcore-sync knows ${known.length}; ` +
          "nothing was written; use the newer image",
      );
    if (sha256(migration.sql) !== stated)
      throw refused(
        `migration ${version} was applied with another text than this actcore-sync has; nothing was written; ` +
          "use the image that made the database, or a later release of it",
      );
  }
  return known.filter(({ version }) => !applied.some((it) => it.version === version));
}

/** Applies migrations, in the transaction that is open. The schema may have been made by an administrator. */
export async function migrate(database: Database, pending: readonly Migration[]): Promise<void> {
  if (pending.length === 0) return;
  const [found] = await database.rows<{ schema: string | null }>("select to_regnamespace($1)::text as schema", [
    SCHEMA,
  ]);
  if (found?.schema === null) await database.rows(`create schema ${SCHEMA}`);
  await database.rows(
    `create table if not exists ${SCHEMA}.migrations (
       version integer primary key,
       name text not null,
       sha256 text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  for (const migration of pending) {
    await database.rows(migration.sql);
    await database.rows(`insert into ${SCHEMA}.migrations (version, name, sha256) values ($1, $2, $3)`, [
      migration.version,
      migration.name,
      sha256(migration.sql),
    ]);
  }
}
