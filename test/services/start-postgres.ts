import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { freePorts } from "../lab/free-ports.ts";
import { until } from "../lab/until.ts";
import { ServerProcess } from "./server-process.ts";
import { servicePrograms } from "./service-programs.ts";

const NOBODY = 65_534;

/** A real Postgres on a free port of 127.0.0.1; every user is trusted. */
export interface Postgres {
  readonly port: number;
  readonly pid: number;
  /** As a superuser. */
  adminUrl(database?: string): string;
  url(user: string, database: string): string;
  /** Runs one statement, or several, as a superuser and gives the last one's rows. */
  query(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
  /** SIGINT ends all sessions; SIGQUIT is as a crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

/** It takes one to two seconds. `settings` are those of postgresql.conf. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<Postgres> {
  const { postgresBin } = servicePrograms();
  const folder = mkdtempSync(join(tmpdir(), "actdef-postgres-"));
  const data = join(folder, "data");
  mkdirSync(data);
  chownSync(folder, NOBODY, NOBODY);
  chownSync(data, NOBODY, NOBODY);
  const init = ["-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"];
  const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "--"];
  execFileSync("setpriv", [...asNobody, join(postgresBin, "initdb"), ...init], { stdio: "ignore", cwd: "/" });
  const [port] = await freePorts();
  const options = { listen_addresses: "127.0.0.1", unix_socket_directories: "", fsync: "off", ...settings };
  const flags = Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  let server: ServerProcess | undefined;
  const postgres: Postgres = {
    port,
    get pid() {
      return server?.pid ?? -1;
    },
    adminUrl: (database = "postgres") => postgres.url("postgres", database),
    url: (user, database) => `postgres://${user}@127.0.0.1:${port}/${database}`,
    async query(sql, database) {
      const client = new Client({ connectionString: postgres.adminUrl(database) });
      await client.connect();
      try {
        const result = await client.query(sql);
        return (Array.isArray(result) ? result.at(-1) : result).rows;
      } finally {
        await client.end();
      }
    },
    async start() {
      const started = new ServerProcess(join(postgresBin, "postgres"), ["-D", data, "-p", String(port), ...flags], {
        log: join(folder, "postgres.log"),
        endSignal: "SIGINT",
        isUnprivileged: true,
      });
      server = started;
      await until("a Postgres that answers", () => postgres.query("select 1"), { check: started.assertAlive });
    },
    async stop(signal) {
      await server?.stop(signal);
    },
    async remove() {
      await server?.stop("SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await postgres.start();
  return postgres;
}
