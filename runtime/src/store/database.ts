import { setTimeout as pause } from "node:timers/promises";
import { Client, type QueryResultRow } from "pg";
import { failed, refused, type Stop } from "../activity/stop.ts";
import { databaseProblem, isPassing } from "./database-problem.ts";

/** How long a Postgres may take to start, or to start again. */
const CONNECT_PATIENCE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
const CONNECT_PAUSE_MS = 500;

/** No statement takes this long; a server that is gone without a word does. */
const STATEMENT_PATIENCE_MS = 120_000;

const CLOSE_PATIENCE_MS = 2_000;

export interface Database {
  /** Rows of one statement. Throws Stop, with the error of pg as its cause. */
  rows<R extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<R[]>;
  /** Runs all of it or nothing. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** Aborted, with a Stop as the reason, when the connection is lost, and with it the lock. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

/**
 * One connection to Postgres, under a name that others see in `pg_stat_activity`. Waits a while for a server that starts.
 * Throws Stop.
 */
export async function openDatabase(url: string, applicationName: string): Promise<Database> {
  const deadline = Date.now() + CONNECT_PATIENCE_MS;
  for (;;) {
    const client = newClient(url, applicationName);
    try {
      await client.connect();
      return new PostgresDatabase(client);
    } catch (error) {
      await client.end().catch(() => {});
      if (!isPassing(error) || Date.now() > deadline) throw databaseProblem(error, "connect");
      await pause(CONNECT_PAUSE_MS);
    }
  }
}

function newClient(url: string, applicationName: string): Client {
  if (!URL.canParse(url)) throw refused("DATABASE_URL is no URL; write postgres://ROLE:PASSWORD@HOST:5432/DATABASE");
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_PATIENCE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // What happens to the connection is told by the statement that fails, and by `lost`.
  client.on("error", () => {});
  return client;
}

class PostgresDatabase implements Database {
  readonly #client: Client;
  readonly #lost = new AbortController();
  #isClosing = false;

  constructor(client: Client) {
    this.#client = client;
    client.once("end", () => {
      if (!this.#isClosing) this.#lost.abort(connectionLost());
    });
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async rows<R extends QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    try {
      const { rows } = await this.#client.query<R>(sql, [...values]);
      return rows;
    } catch (error) {
      throw databaseProblem(error, "statement");
    }
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.rows("begin");
    try {
      const result = await work();
      await this.rows("commit");
      return result;
    } catch (error) {
      await this.#client.query("rollback").catch(() => {});
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    // A server that is gone without a word does not say goodbye.
    await Promise.race([this.#client.end().catch(() => {}), pause(CLOSE_PATIENCE_MS, undefined, { ref: false })]);
  }
}

function connectionLost(): Stop {
  return failed(
    "the connection to the database was lost, and with it the lock against a second run; schedules may not all be as " +
      "defined; run it again",
  );
}
