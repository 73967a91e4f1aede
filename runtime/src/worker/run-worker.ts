import { once } from "node:events";
import { Client } from "@temporalio/client";
import { type NativeConnection, Worker, type WorkerOptions } from "@temporalio/worker";
import { Pool } from "pg";
import type { Logger } from "pino";
import type { RowSource } from "../store/run-history.ts";
import type { WorkerActivities } from "../workflows/contract.ts";
import { applyFailurePolicy, type PolicySurroundings } from "./apply-failure-policy.ts";
import { askTemporal } from "./ask-temporal.ts";
import { type CallSurroundings, callService } from "./call-service.ts";
import { connectTemporal, type TemporalPlace } from "./connect-temporal.ts";
import { startHealthServer } from "./health-server.ts";
import { recordLostRuns } from "./record-lost-runs.ts";
import { type RecordSurroundings, recordRun } from "./record-run.ts";
import { reportSkipped } from "./report-skipped.ts";
import { messageOf } from "./worker-log.ts";
import { workerMetrics } from "./worker-metrics.ts";

export interface WorkerPlan {
  readonly databaseUrl: string;
  readonly temporal: TemporalPlace & { readonly taskQueue: string };
  readonly health: { readonly host: string; readonly port: number };
  readonly secretsFolder: string;
  /** Holds the base URLs that activities name. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file with the prebuilt workflow code. */
  readonly workflowCode: string;
}

/** 200 calls at a time, and room for what records their ends; measured in 512 MiB by runtime/bench/worker.bench.ts. */
const LIMITS = {
  maxConcurrentActivityTaskExecutions: 250,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxCachedWorkflows: 300,
} as const satisfies Partial<WorkerOptions>;

/** Longer than any call: what is to end sooner is killed by whoever waits for it. */
const SHUTDOWN_GRACE = "2 days";

/** How late a cancellation may come; the default of 24 s would keep an overlapping run waiting. */
const HEARTBEAT_THROTTLE = "5 s";

/** How long a database may take to accept a connection and to answer. */
const DATABASE_TIMEOUT_MS = 10_000;

/**
 * Works until `end` is aborted, then waits for the calls that are in flight, however long they take. A Temporal that is not
 * there is waited for; a database that is not there is needed only once a run has ended.
 *
 * @throws what ends the worker for good
 */
export async function runWorker(plan: WorkerPlan, log: Logger, end: AbortSignal): Promise<void> {
  const metrics = workerMetrics();
  let worker: Worker | undefined;
  let connection: NativeConnection | undefined;
  const whyUnready = async () =>
    connection && worker?.getState() === "RUNNING"
      ? askTemporal(connection, plan.temporal)
      : "the worker does not poll";
  const health = await startHealthServer(plan.health, whyUnready, metrics.registry);
  log.info({ port: health.port }, "the health server listens");
  const pool = databasePool(plan.databaseUrl, log);
  const ended = new AbortController();
  let lostRuns: Promise<void> | undefined;
  try {
    connection = await connectTemporal(plan.temporal, log, end);
    if (!connection) return;
    const { namespace, taskQueue } = plan.temporal;
    const database: RowSource = { rows: async (sql, values = []) => (await pool.query(sql, [...values])).rows };
    const client = new Client({ connection, namespace });
    const around = { ...plan, database, log, metrics, schedules: client.schedule };
    worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      workflowBundle: { codePath: plan.workflowCode },
      activities: workerActivities(around),
      shutdownGraceTime: SHUTDOWN_GRACE,
      maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE,
      ...LIMITS,
    });
    log.info({ ...plan.temporal }, "the worker polls");
    lostRuns = recordLostRuns({ database, log, metrics, client, taskQueue }, ended.signal);
    await worker.runUntil(aborted(end));
  } finally {
    ended.abort();
    await lostRuns;
    await pool.end();
    await connection?.close();
    await health.close();
  }
}

function databasePool(connectionString: string, log: Logger): Pool {
  const pool = new Pool({
    connectionString,
    max: 4,
    connectionTimeoutMillis: DATABASE_TIMEOUT_MS,
    query_timeout: DATABASE_TIMEOUT_MS,
    application_name: "actcore-worker",
  });
  pool.on("error", (error) => log.warn({ problem: messageOf(error) }, "an idle database connection was lost"));
  return pool;
}

function workerActivities(around: CallSurroundings & RecordSurroundings & PolicySurroundings): WorkerActivities {
  return {
    callService: (call) => callService(call, around),
    recordRun: (record) => recordRun(record, around),
    applyFailurePolicy: (settlement) => applyFailurePolicy(settlement, around),
    reportSkipped: (fire) => reportSkipped(fire, around),
  };
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
