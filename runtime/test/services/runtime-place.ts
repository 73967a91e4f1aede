import { randomUUID } from "node:crypto";
import { type Client, ScheduleOverlapPolicy, type ScheduleSpec } from "@temporalio/client";
import { until } from "../../../test/lab/until.ts";
import { type HttpService, startHttpService } from "../../../test/services/http-service.ts";
import { type Postgres, startPostgres } from "../../../test/services/start-postgres.ts";
import { startTemporal, type Temporal } from "../../../test/services/start-temporal.ts";
import type { CompiledActivity } from "../../src/activity/compiled-activity.ts";
import type { RunRecord } from "../../src/activity/run.ts";
import { MIGRATIONS, SCHEMA } from "../../src/store/migrations.ts";
import { RUN_WORKFLOW } from "../../src/workflows/contract.ts";
import { startReadyWorker, startWorker, type WorkerProcess } from "./worker-process.ts";

/** Everything around a worker, real: the database with its schema, Temporal, and a called service. */
export interface RuntimePlace {
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  readonly client: Client;
  /** A service of the test's own, removed with the place. */
  service(): Promise<HttpService>;
  /** What a worker of that queue that calls that service is started with. */
  environment(taskQueue: string, service: HttpService): Record<string, string>;
  /** Removed with the place. */
  worker(env: Readonly<Record<string, string>>, wrapper?: readonly string[]): Promise<WorkerProcess>;
  /** As `worker`, without waiting until it polls. */
  unreadyWorker(env: Readonly<Record<string, string>>, wrapper?: readonly string[]): WorkerProcess;
  rows(activity: Pick<CompiledActivity, "id">): Promise<readonly RunRecord[]>;
  /** The first row of an activity, once it is there. */
  firstRow(activity: Pick<CompiledActivity, "id">, seconds?: number): Promise<RunRecord>;
  remove(): Promise<void>;
}

const ROWS = `select * from ${SCHEMA}.activity_runs where activity_id = `;

export async function startRuntimePlace(): Promise<RuntimePlace> {
  const [postgres, temporal] = await Promise.all([startPostgres(), startTemporal()]);
  await postgres.query(`create schema ${SCHEMA}; ${MIGRATIONS.map(({ sql }) => sql).join("\n")}`);
  const client = await temporal.client();
  const workers: WorkerProcess[] = [];
  const services: HttpService[] = [];
  const place: RuntimePlace = {
    postgres,
    temporal,
    client,
    async service() {
      const service = await startHttpService();
      services.push(service);
      return service;
    },
    environment: (taskQueue, service) => ({
      DATABASE_URL: postgres.adminUrl(),
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: "default",
      TEMPORAL_TASK_QUEUE: taskQueue,
      ACTCORE_SECRETS_FOLDER: "/nonexistent",
      SERVICE_URL: service.url,
    }),
    async worker(env, wrapper) {
      const worker = await startReadyWorker(env, wrapper);
      workers.push(worker);
      return worker;
    },
    unreadyWorker(env, wrapper) {
      const worker = startWorker(env, wrapper);
      workers.push(worker);
      return worker;
    },
    async rows({ id }) {
      return (await postgres.query(`${ROWS}'${id}' order by started_at`)) as unknown as RunRecord[];
    },
    firstRow: (activity, seconds = 60) =>
      until(`a row of ${activity.id}`, async () => (await place.rows(activity))[0], { seconds }),
    async remove() {
      await Promise.all(workers.map((worker) => worker.remove()));
      await Promise.all(services.map((service) => service.stop()));
      await Promise.all([postgres.remove(), temporal.remove()]);
    },
  };
  return place;
}

/**
 * What it starts is what sync's schedules start. Without `every`, in milliseconds or `"minute"`, its fires come only by
 * triggers.
 */
export async function createSchedule(
  client: Client,
  activity: CompiledActivity,
  taskQueue: string,
  { paused = false, every = 0 }: { readonly paused?: boolean; readonly every?: number | "minute" } = {},
) {
  const spec: ScheduleSpec =
    every === "minute"
      ? { calendars: [{ hour: "*", minute: "*" }] }
      : every > 0
        ? { intervals: [{ every }] }
        : { calendars: [{ year: 2100 }] };
  return client.schedule.create({
    scheduleId: activity.id,
    spec,
    action: {
      type: "startWorkflow",
      workflowType: RUN_WORKFLOW,
      workflowId: activity.id,
      taskQueue,
      args: [activity],
    },
    policies: {
      overlap: ScheduleOverlapPolicy.SKIP,
      pauseOnFailure: activity.on_failure === "pause" && activity.on_failure_after === 1,
    },
    state: { paused },
  });
}

/** Starts a run without a schedule. */
export function startRun(client: Client, activity: CompiledActivity, taskQueue: string) {
  return client.workflow.start(RUN_WORKFLOW, {
    taskQueue,
    workflowId: `${activity.id}-${randomUUID()}`,
    args: [activity],
  });
}
