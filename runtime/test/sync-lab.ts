import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "@temporalio/client";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import resultSchema from "../../schemas/sync-result.schema.json" with { type: "json" };
import type { Activity } from "../../src/model/activity.ts";
import { sha256 } from "../../src/model/canonical-json.ts";
import { compiledJson } from "../../src/model/compiled-activity.ts";
import { type SyncResult, verifyResult } from "../../src/operate/sync-result.ts";
import { definitionConfigMaps } from "../../test/project/packed.ts";
import { railiance01, sweep } from "../../test/project/sample.ts";
import { type Postgres, startPostgres } from "../../test/services/start-postgres.ts";
import { startTemporal, type Temporal } from "../../test/services/start-temporal.ts";
import { ROOT } from "../../test/transcript.ts";
import { GRPC, POSTGRES, TcpProxy } from "./tcp-proxy.ts";

const isResult = addFormats.default(new Ajv2020()).compile(resultSchema);
const PROGRAM = join(ROOT, "runtime/dist/actcore-sync.mjs");
const CLUSTER_UID = "7d0c1f52-33c0-4d0e-a2c5-5f0e9d1be41a";

/** How a run of the built program has ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What it has left for Kubernetes. */
  readonly message: string;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process id once it runs. */
  onStart?(pid: number): void;
  /** Its output is not read before. */
  readonly readAfter?: Promise<void>;
}

/** The servers of a test file. */
export class SyncLab {
  readonly folder = mkdtempSync(join(tmpdir(), "actdef-sync-"));
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  readonly client: Client;
  #places = 0;

  constructor(postgres: Postgres, temporal: Temporal, client: Client) {
    this.postgres = postgres;
    this.temporal = temporal;
    this.client = client;
  }

  static async start(): Promise<SyncLab> {
    const [postgres, temporal] = await Promise.all([startPostgres(), startTemporal()]);
    return new SyncLab(postgres, temporal, await temporal.client());
  }

  /** A database of its own, with the role of the README, and a namespace for ids that no other test has. */
  async place(): Promise<SyncPlace> {
    const name = `place_${++this.#places}`;
    await this.postgres.query(`create database ${name}`);
    await this.postgres.query(
      readmeSql()
        .replaceAll("activity_core", name)
        .replaceAll(/\bactcore\b/g, name),
      name,
    );
    return new SyncPlace(this, name);
  }

  /** Proxies before both servers. */
  async proxies(): Promise<SyncProxies> {
    const [postgres, temporal] = await Promise.all([
      TcpProxy.start(this.postgres.port, POSTGRES),
      TcpProxy.start(Number(this.temporal.address.split(":")[1]), GRPC),
    ]);
    return new SyncProxies(postgres, temporal);
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.remove(), this.temporal.remove()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class SyncProxies {
  readonly postgres: TcpProxy;
  readonly temporal: TcpProxy;

  constructor(postgres: TcpProxy, temporal: TcpProxy) {
    this.postgres = postgres;
    this.temporal = temporal;
  }

  /** The environment that leads a run of this place through them. */
  env({ env }: SyncPlace): Record<string, string> {
    return {
      DATABASE_URL: env.DATABASE_URL?.replace(/:\d+\//, `:${this.postgres.port}/`) ?? "",
      TEMPORAL_ADDRESS: `127.0.0.1:${this.temporal.port}`,
    };
  }

  clear(): void {
    this.postgres.clear();
    this.temporal.clear();
  }

  async stop(): Promise<void> {
    await Promise.all([this.postgres.stop(), this.temporal.stop()]);
  }
}

/** The SQL that the README tells an administrator to run. */
function readmeSql(): string {
  const readme = readFileSync(join(ROOT, "runtime/README.md"), "utf8");
  return /```sql\n(.*?)```/s.exec(readme)?.[1] ?? "";
}

/** A target of a test: a database, and definitions that are mounted. */
export class SyncPlace {
  readonly lab: SyncLab;
  /** Of the database, and of its role. */
  readonly name: string;
  readonly mount: string;
  readonly #message: string;
  env: Record<string, string>;
  #activities: readonly Activity[] = [];
  #runs = 0;

  constructor(lab: SyncLab, name: string) {
    this.lab = lab;
    this.name = name;
    this.mount = join(lab.folder, name);
    this.#message = join(lab.folder, `${name}.message`);
    this.env = {
      DATABASE_URL: lab.postgres.url(name, name),
      TEMPORAL_ADDRESS: lab.temporal.address,
      TEMPORAL_NAMESPACE: "default",
      TEMPORAL_TASK_QUEUE: name,
      ACTCORE_DEFINITIONS_FOLDER: this.mount,
      ACTCORE_EXPECTED_DATABASE: name,
      ACTCORE_EXPECTED_CLUSTER_UID: CLUSTER_UID,
      ACTCORE_TERMINATION_LOG: this.#message,
    };
  }

  /** The id that an activity of this place has. */
  id(name = "sweep"): string {
    return `${this.name.replace("_", "-")}.${name}`;
  }

  /** An activity with an id of this place, and a uuid of its own. */
  activity(name = "sweep", changes: Partial<Activity> = {}): Activity {
    const digits = sha256(this.id(name));
    const uuid = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4000-8000-${digits.slice(12, 24)}`;
    return { ...sweep, uuid, ...changes, id: this.id(name) };
  }

  /** The compiled JSON of an activity. */
  text(activity: Activity): string {
    return compiledJson(activity);
  }

  /** Mounts activities as the Job does: all files of all shards in one folder, and the index. */
  compile(...activities: readonly Activity[]): void {
    this.#activities = activities;
    rmSync(this.mount, { recursive: true, force: true });
    mkdirSync(this.mount);
    for (const { data } of definitionConfigMaps(activities, railiance01))
      for (const [file, text] of Object.entries(data ?? {})) writeFileSync(join(this.mount, file), text);
    this.env.ACTCORE_INDEX_SHA256 = sha256(readFileSync(join(this.mount, "index.json"), "utf8"));
  }

  /** Runs the program to its end. */
  run({ args = [], env = {}, onStart, readAfter }: RunOptions = {}): Promise<Run> {
    writeFileSync(this.#message, "");
    const job = `actcore-sync-0123456789-a${++this.#runs}`;
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { PATH: process.env.PATH, ...this.env, ACTCORE_JOB_NAME: job, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onStart?.(child.pid ?? -1);
    const output = { stdout: "", stderr: "" };
    const read = () => {
      for (const stream of ["stdout", "stderr"] as const)
        child[stream].setEncoding("utf8").on("data", (text: string) => {
          output[stream] += text;
        });
    };
    if (readAfter) readAfter.then(read);
    else read();
    return new Promise((resolve) => {
      child.once("close", (code) => resolve({ code, ...output, message: readFileSync(this.#message, "utf8") }));
    });
  }

  /** Runs it, which has to succeed, and gives its result, proved as `actdef sync` proves it. */
  async sync(args: readonly string[] = []): Promise<SyncResult> {
    const { code, stdout, stderr, message } = await this.run({ args });
    if (code !== 0) throw new Error(`exit ${code}: ${stderr}${stdout}`);
    const verified = verifyResult(stdout, message, {
      job: `actcore-sync-0123456789-a${this.#runs}`,
      indexSha256: this.env.ACTCORE_INDEX_SHA256 ?? "",
      database: this.name,
      clusterUid: CLUSTER_UID,
      activities: this.#activities.map((activity) => {
        const { uuid, id, enabled } = activity;
        return { uuid, id, enabled, sha256: sha256(compiledJson(activity)) };
      }),
    });
    if (!verified.isProved) throw new Error(verified.reason);
    if (!isResult(verified.result)) throw new Error(`not by its schema: ${JSON.stringify(isResult.errors)}`);
    if (Buffer.byteLength(message) > 4096) throw new Error("the termination message is too long");
    return verified.result;
  }

  /** Compiles, claims the database and syncs. */
  async claim(...activities: readonly Activity[]): Promise<SyncResult> {
    this.compile(...activities);
    return this.sync(["--claim-database"]);
  }

  /** Rows, asked for as a superuser. */
  query(sql: string): Promise<Record<string, unknown>[]> {
    return this.lab.postgres.query(sql, this.name);
  }

  async describe(name = "sweep") {
    return this.handle(name).describe();
  }

  handle(name = "sweep") {
    return this.lab.client.schedule.getHandle(this.id(name));
  }

  /** Everything of the schema, and of the schedules of these activities, that a sync without changes must not touch. */
  async trace(...names: readonly string[]) {
    const rows = await this.query(
      "select 'd' as t, xmin::text, uuid::text as key from actdef.activity_definitions union all " +
        "select 'v', xmin::text, uuid || ' ' || version from actdef.activity_definition_versions union all " +
        "select 'p', xmin::text, sequence::text from actdef.projections union all " +
        "select 'm', xmin::text, version::text from actdef.migrations union all " +
        "select 'i', xmin::text, cluster_uid from actdef.identity order by 1, 3",
    );
    const described = await Promise.all(names.map((name) => this.describe(name)));
    return { rows, schedules: described.map(({ info, raw }) => [String(info.lastUpdatedAt), `${raw.conflictToken}`]) };
  }
}

/** What was done, as `action/schedule` by the ids' last parts. */
export function outcomes({ activities }: SyncResult): Record<string, string> {
  return Object.fromEntries(
    activities.map(({ id, action, schedule }) => [id.slice(id.indexOf(".") + 1), `${action}/${schedule}`]),
  );
}
