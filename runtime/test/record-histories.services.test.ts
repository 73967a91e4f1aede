import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ScheduleOverlapPolicy, type WorkflowHandle } from "@temporalio/client";
import { temporal } from "@temporalio/proto";
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from "@temporalio/worker";
import { afterAll, beforeAll, test } from "vitest";
import { until } from "../../test/lab/until.ts";
import { type Answer, type HttpService, json } from "../../test/services/http-service.ts";
import { REPEAT_WORKFLOW } from "../src/workflows/contract.ts";
import { activityOfTest } from "./services/activity-of-test.ts";
import { createSchedule, type RuntimePlace, startRun, startRuntimePlace } from "./services/runtime-place.ts";

/**
 * Makes a run of each kind of end on a real server and replays its history. Where RECORD_HISTORIES names a version, such as
 * `v2`, the histories are also kept, for replay.test.ts, beside those of earlier versions.
 */
const VERSION = process.env.RECORD_HISTORIES;

let place: RuntimePlace;
let code: string;
beforeAll(async () => {
  place = await startRuntimePlace();
  const logger = new DefaultLogger("ERROR");
  Runtime.install({ logger });
  const workflowsPath = join(import.meta.dirname, "../src/workflows/workflows.ts");
  ({ code } = await bundleWorkflowCode({ workflowsPath, logger }));
});
afterAll(() => place?.remove());

const ok = json(200, {});
const never: Answer = () => {};

function inOrder(service: HttpService, answers: readonly Answer[]): Answer {
  return (request, response) => answers[Math.min(service.requests.length, answers.length) - 1]?.(request, response);
}

const RETRY = { max_attempts: 2, backoff_seconds: 1, backoff_factor: 1, max_backoff_seconds: 1 };
type Ending = { readonly changes?: Parameters<typeof activityOfTest>[0]; readonly answers?: readonly Answer[] };
const ENDINGS: Readonly<Record<string, Ending>> = {
  ok: {},
  retried: { changes: { retry: RETRY }, answers: [json(500, {}), ok] },
  failed: { changes: { on_failure: "escalate" }, answers: [json(500, {})] },
  "timed-out": { changes: { invoke: { timeout_seconds: 1 } }, answers: [never] },
  cancelled: { answers: [never] },
  lost: { changes: { invoke: { idempotent: false } }, answers: [never] },
  "lost-and-repeated": { answers: [never, ok] },
};

test.concurrent.for(Object.entries(ENDINGS))("%s", async ([name, { changes, answers = [ok] }], { expect }) => {
  const service = await place.service();
  service.setAnswer(inOrder(service, answers));
  const env = place.environment(name, service);
  const activity = activityOfTest({ ...changes, id: `test.${name}` });
  const worker = await place.worker(env);
  const run = await startRun(place.client, activity, name);
  await until("a call", () => service.requests.length > 0);
  if (name === "cancelled") await run.cancel();
  if (name.startsWith("lost")) {
    await worker.remove();
    await place.worker(env);
  }
  await run.result().catch(() => {});
  await keep(name, run);
  if (name !== "failed") return;
  const settling = place.client.workflow.getHandle(`settle-${run.firstExecutionRunId}`);
  await settling.result();
  await keep("settled", settling);
  const call = { activity, idempotency_key: "test.repeat@2026-06-21T19:45:00Z" };
  const repeat = await place.client.workflow.start(REPEAT_WORKFLOW, {
    taskQueue: name,
    workflowId: "repeat",
    args: [call],
  });
  expect(await repeat.result()).toMatchObject({ outcome: "failed", http_status: 500 });
  await keep("repeat", repeat);
});

test("a fire that a worker takes up too late", async () => {
  const service = await place.service();
  const nominal = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const grace = Math.ceil((Date.now() - Number(nominal)) / 1000) + 2;
  const activity = activityOfTest({ id: "test.misfire", misfire_grace_seconds: grace });
  const schedule = await createSchedule(place.client, activity, "misfire", { paused: true, every: "minute" });
  await schedule.backfill({ start: nominal, end: nominal, overlap: ScheduleOverlapPolicy.ALLOW_ALL });
  const { workflow } = (await until("a run", async () => (await schedule.describe()).info.recentActions[0])).action;
  await until("the end of its grace", () => Date.now() > Number(nominal) + grace * 1000 + 1000);
  await place.worker(place.environment("misfire", service));
  const run = place.client.workflow.getHandle(workflow.workflowId, workflow.firstExecutionRunId);
  await run.result();
  await keep("misfire", run);
});

async function keep(name: string, run: WorkflowHandle): Promise<void> {
  const history = await run.fetchHistory();
  await Worker.runReplayHistory({ workflowBundle: { code } }, history);
  if (!VERSION) return;
  const object = temporal.api.history.v1.History.toObject(temporal.api.history.v1.History.fromObject(history), {
    enums: String,
    longs: String,
    bytes: String,
  });
  const text = JSON.stringify(object, withoutMachine);
  writeFileSync(join(import.meta.dirname, "histories", `${VERSION}-${name}.json`), `${text}\n`);
}

/** Leaves out what tells of the machine that it was recorded on; none of it is replayed. */
function withoutMachine(key: string, value: unknown): unknown {
  const isProcess = typeof value === "string" && /^\d+@/.test(value);
  return key === "stackTrace" ? "" : key === "identity" || isProcess ? "worker" : value;
}
