import { failed } from "../activity/stop.ts";
import type { Database } from "./database.ts";
import { isLockTimeout } from "./database-problem.ts";

/** "actdef" in ASCII: the two keys of the advisory lock that one sync holds from its beginning to its end. */
const LOCK_KEYS = "1633907812, 25958";

/** How long a second run waits for the first, unless the role has a lock_timeout of its own. */
const LOCK_PATIENCE = "60s";

/**
 * Takes the advisory lock for as long as the connection lasts, over the database and over Temporal. Names who holds it
 * where that takes too long. `name` is shown to others. Throws Stop.
 */
export async function takeLock(database: Database, name: string): Promise<void> {
  await database.rows(
    `select set_config('application_name', $1, false),
            set_config('idle_session_timeout', '0', false),
            set_config('lock_timeout', case current_setting('lock_timeout') when '0' then $2 else current_setting('lock_timeout') end, false)`,
    [name, LOCK_PATIENCE],
  );
  const [taken] = await database.rows<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK_KEYS}) as taken`);
  if (taken?.taken) return;
  try {
    await database.rows(`select pg_advisory_lock(${LOCK_KEYS})`);
  } catch (error) {
    if (!isLockTimeout(error as Error)) throw error;
    throw failed(`${await holder(database)}; nothing was written; wait until it has ended, and run it again`);
  }
}

async function holder(database: Database): Promise<string> {
  const [found] = await database.rows<{ name: string; since: string }>(
    `select a.application_name as name, to_char(a.backend_start at time zone 'UTC', 'HH24:MI:SS') as since
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and (l.classid, l.objid) = (${LOCK_KEYS.replace(/(\d+)/g, "$1::oid")})
       and l.database = (select oid from pg_database where datname = current_database())`,
  );
  return found
    ? `another run holds the lock of the database: ${found.name}, since ${found.since} UTC`
    : "another run held the lock of the database for too long";
}
