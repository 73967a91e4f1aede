import type { Definition } from "../definitions/definition.ts";
import type { Database } from "./database.ts";
import { SCHEMA } from "./migrations.ts";

/** What the database has of an activity, retired ones included. */
export interface StoredDefinition {
  readonly uuid: string;
  readonly id: string;
  readonly sha256: string;
  readonly enabled: boolean;
  readonly is_retired: boolean;
}

/** How many rows go in one statement: a bound of memory, not of anything else. */
const BATCH = 1000;

export function readStored(database: Database): Promise<StoredDefinition[]> {
  return database.rows<StoredDefinition>(
    `select uuid, id, sha256, enabled, retired_at is not null as is_retired from ${SCHEMA}.activity_definitions`,
  );
}

/** The compiled JSON of some activities, by their uuids. */
export async function readCompiled(database: Database, uuids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await database.rows<{ uuid: string; compiled: string }>(
    `select uuid, compiled from ${SCHEMA}.activity_definitions where uuid = any($1::uuid[])`,
    [uuids],
  );
  return new Map(rows.map(({ uuid, compiled }) => [uuid, compiled]));
}

/** An id that an activity had, and that none has now. */
export interface FormerId {
  readonly id: string;
  /** Of the activity that had it last, with the hash that it had then. */
  readonly uuid: string;
  readonly sha256: string;
}

/** Every id that the history knows and no activity that is not retired has, by the id. */
export function readFormerIds(database: Database): Promise<FormerId[]> {
  return database.rows<FormerId>(
    `select distinct on (v.id) v.id, v.uuid, v.sha256 from ${SCHEMA}.activity_definition_versions v
     where not exists (select from ${SCHEMA}.activity_definitions d where d.id = v.id and d.retired_at is null)
     order by v.id, v.recorded_at desc, v.version desc`,
  );
}

/** Adds or changes activities, each with a row of its history; one that was retired is so no more. */
export async function writeDefinitions(
  database: Database,
  definitions: readonly Definition[],
  job: string,
): Promise<void> {
  for (let start = 0; start < definitions.length; start += BATCH) {
    const rows = definitions.slice(start, start + BATCH).map(({ activity, sha256, text }) => {
      const { uuid, id, behaviour_sha256, enabled } = activity;
      return { uuid, id, sha256, behaviour_sha256, enabled, compiled: text };
    });
    await database.rows(
      `with written as (
         insert into ${SCHEMA}.activity_definitions as d
           (uuid, id, sha256, behaviour_sha256, enabled, compiled, version)
         select uuid, id, sha256, behaviour_sha256, enabled, compiled, 1
         from json_to_recordset($1::json) as r
           (uuid uuid, id text, sha256 text, behaviour_sha256 text, enabled boolean, compiled text)
         on conflict (uuid) do update set
           id = excluded.id, sha256 = excluded.sha256, behaviour_sha256 = excluded.behaviour_sha256,
           enabled = excluded.enabled, compiled = excluded.compiled,
           version = d.version + 1, updated_at = now(), retired_at = null
         returning uuid, version, id, sha256, compiled
       )
       insert into ${SCHEMA}.activity_definition_versions (uuid, version, id, sha256, action, compiled, job)
       select uuid, version, id, sha256, case version when 1 then 'created' else 'updated' end, compiled, $2
       from written`,
      [JSON.stringify(rows), job],
    );
  }
}

/** Retires activities; their rows and their history stay. */
export async function retireDefinitions(database: Database, uuids: readonly string[], job: string): Promise<void> {
  if (uuids.length === 0) return;
  await database.rows(
    `with retired as (
       update ${SCHEMA}.activity_definitions set retired_at = now(), updated_at = now(), version = version + 1
       where uuid = any($1::uuid[]) and retired_at is null
       returning uuid, version, id, sha256, compiled
     )
     insert into ${SCHEMA}.activity_definition_versions (uuid, version, id, sha256, action, compiled, job)
     select uuid, version, id, sha256, 'retired', compiled, $2 from retired`,
    [uuids, job],
  );
}
