import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScheduleOverlapPolicy } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../test/lab/until.ts";
import { type Answer, type HttpService, json } from "../../test/services/http-service.ts";
import type { CompiledActivity } from "../src/activity/compiled-activity.ts";
import { activityOfTest } from "./services/activity-of-test.ts";
import { createSchedule, type RuntimePlace, startRun, startRuntimePlace } from "./services/runtime-place.ts";
import type { WorkerProcess } from "./services/worker-process.ts";

const QUEUE = "worker";

let place: RuntimePlace;
let service: HttpService;
let worker: WorkerProcess;
const answers = new Map<string, Answer>();
beforeAll(async () => {
  place = await startRuntimePlace();
  service = await place.service();
  service.setAnswer((request, response) => (answers.get(keyOf(request)) ?? json(200, {}))(request, response));
  worker = await place.worker(place.environment(QUEUE, service));
});
afterAll(() => place?.remove());

function keyOf({ headers }: { readonly headers: Record<string, unknown> }): string {
  return String(headers["idempotency-key"]).split("@")[0] ?? "";
}

function callsOf({ id }: Pick<CompiledActivity, "id">) {
  return service.requests.filter((request) => keyOf(request) === id);
}

/** Runs an activity whose service answers so, and gives its only row. */
async function rowOf(activity: CompiledActivity, answer: Answer) {
  answers.set(activity.id, answer);
  const run = await startRun(place.client, activity, QUEUE);
  const row = await place.firstRow(activity);
  return { row, run };
}

test("a fire of a schedule becomes a call and a row", async () => {
  const activity = activityOfTest({ id: "test.happy" });
  const schedule = await createSchedule(place.client, activity, QUEUE);
  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  const row = await place.firstRow(activity);
  const [request] = callsOf(activity);
  expect(request).toMatchObject({ method: "POST", path: "/sweep" });
  expect(JSON.parse(request?.body ?? "")).toEqual({ max_seconds: 30, detail: { source: "activity-core" } });
  expect(row).toMatchObject({ outcome: "ok", attempts: 1, http_status: 200, reason: null, source: "activity-core" });
  expect(request?.headers["idempotency-key"]).toBe(row.idempotency_key);
  const [action] = (await schedule.describe()).info.recentActions;
  expect(action?.action).toMatchObject({ workflow: { firstExecutionRunId: row.run_id } });
  // Of a trigger, the search attribute has whole seconds.
  expect(Number(row.scheduled_time)).toBe(Math.floor(Number(action?.scheduledAt) / 1000) * 1000);
  expect((await worker.page("/metrics")).text).toContain('actcore_runs_total{activity="test.happy",outcome="ok"} 1');
});

describe.concurrent("the outcome of a run is what the service's answer says", () => {
  const failWhen = { outcome: { fail_when: { pointer: "/exit_code", not_equals: 0 } } };
  const garbage: Answer = (_, response) => void response.end("<html>");
  const half: Answer = (_, response) => {
    response.writeHead(200, { "content-length": "100" }).write('{"exit_code": 0,');
    setTimeout(() => response.destroy(), 50);
  };
  const never: Answer = () => {};
  const slowly: Answer = (_, response) => void setTimeout(() => response.end('{"exit_code": 0}'), 2000);
  test.for([
    [
      "a part is left",
      "warn",
      json(200, { left: 3 }),
      { outcome: { warn_when: { pointer: "/left", greater_than: 0 } } },
      "/left",
    ],
    ["an exit code", "failed", json(200, { exit_code: 2 }), failWhen, "/exit_code is 2"],
    ["an answer that is not JSON", "failed", garbage, failWhen, "not JSON"],
    ["half an answer", "failed", half, failWhen, ""],
    ["status 500", "failed", json(500, {}), {}, "answered 500"],
    ["no answer", "timed_out", never, { invoke: { timeout_seconds: 2 } }, "2 s"],
    ["a late answer", "ok", slowly, failWhen, ""],
  ] as const)("%s: %s", async ([, outcome, answer, changes, reason], { expect }) => {
    const id = `test.answer-${answers.size}`;
    const { row, run } = await rowOf(activityOfTest({ ...changes, id }), answer);
    expect(row).toMatchObject({ outcome, attempts: 1 });
    expect(row.reason ?? "").toContain(reason);
    const { status } = await run.describe();
    expect(status.name).toBe(outcome === "ok" || outcome === "warn" ? "COMPLETED" : "FAILED");
    expect(callsOf({ id })).toHaveLength(1);
  });
});

describe.concurrent("attempts", () => {
  const retry = { max_attempts: 3, backoff_seconds: 1, backoff_factor: 1, max_backoff_seconds: 4 };

  test("follow the policy, with the same key, and wait as long as Retry-After says", async ({ expect }) => {
    const activity = activityOfTest({ id: "test.retry", retry });
    const { row } = await rowOf(activity, (request, response) => {
      const nth = callsOf(activity).length;
      if (nth === 1) json(429, {}, { "retry-after": "3" })(request, response);
      else json(nth === 2 ? 500 : 200, {})(request, response);
    });
    expect(row).toMatchObject({ outcome: "ok", attempts: 3, http_status: 200 });
    const [first, second, third] = callsOf(activity);
    expect(new Set(callsOf(activity).map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(3000);
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  test("end where the service asks for more patience than there is", async ({ expect }) => {
    const activity = activityOfTest({ id: "test.patience", retry });
    const { row } = await rowOf(activity, json(429, {}, { "retry-after": "60" }));
    expect(row).toMatchObject({ outcome: "failed", attempts: 1, http_status: 429 });
  });

  test("are not made again where that is not harmless", async ({ expect }) => {
    const activity = activityOfTest({ id: "test.once", retry, invoke: { idempotent: false } });
    const { row } = await rowOf(activity, json(500, {}));
    expect(row).toMatchObject({ outcome: "failed", attempts: 1, http_status: 500 });
    expect(callsOf(activity)).toHaveLength(1);
  });
});

describe("on_failure", () => {
  test("pause after the second failure in a row, with a note; a success in between starts anew, and so does a pause", async () => {
    // Failures in a row are counted by the uuid, and those of other tests are not its own.
    const uuid = randomUUID();
    const activity = activityOfTest({ id: "test.pause", uuid, on_failure: "pause", on_failure_after: 2 });
    const schedule = await createSchedule(place.client, activity, QUEUE);
    const isPausedAfter = async (status: number) => {
      const before = (await place.rows(activity)).length;
      answers.set(activity.id, json(status, {}));
      // Two triggers within one second would start one run.
      await until("a second of its own", () => Date.now() - (callsOf(activity).at(-1)?.at ?? 0) > 1100);
      await schedule.trigger(ScheduleOverlapPolicy.SKIP);
      await until("its row", async () => (await place.rows(activity)).length === before + 1);
      await settled(activity.id);
      return (await schedule.describe()).state.paused;
    };
    for (const status of [500, 200, 500]) expect(await isPausedAfter(status)).toBe(false);
    expect(await isPausedAfter(500)).toBe(true);
    const { note } = (await schedule.describe()).state;
    expect(note).toBe("paused by actcore-worker: 2 runs in a row have failed");
    // Whoever resumes it gives it as many failures again.
    await schedule.unpause("mended");
    expect(await isPausedAfter(500)).toBe(false);
    expect(await isPausedAfter(500)).toBe(true);
    expect(
      await place.postgres.query(`select 1 from actdef.activity_pauses where activity_uuid = '${uuid}'`),
    ).toHaveLength(2);
  });

  test("pause after the first failure is the schedule's own, since its workflow fails", async () => {
    const activity = activityOfTest({ id: "test.pause-at-once", on_failure: "pause" });
    answers.set(activity.id, json(500, {}));
    const schedule = await createSchedule(place.client, activity, QUEUE);
    await schedule.trigger(ScheduleOverlapPolicy.SKIP);
    await until("a paused schedule", async () => (await schedule.describe()).state.paused);
    expect(callsOf(activity)).toHaveLength(1);
  });

  test("escalate is an error in the log and a count", async () => {
    const activity = activityOfTest({ id: "test.escalate", on_failure: "escalate" });
    await rowOf(activity, json(500, {}));
    const line = await until("the escalation", () => worker.log().find(({ msg }) => msg.startsWith("escalated")));
    expect(line).toMatchObject({ level: "error", activity: "test.escalate", reason: "the service answered 500" });
    expect((await worker.page("/metrics")).text).toContain('actcore_escalations_total{activity="test.escalate"} 1');
  });

  /** Until nothing that was started for the activity goes on. */
  async function settled(id: string) {
    await until("settled runs", async () => {
      const rows = await place.rows({ id });
      const ids = rows.map(({ run_id }) => `settle-${run_id}`);
      const states = await Promise.all(ids.map((it) => place.client.workflow.getHandle(it).describe()));
      return states.every(({ status }) => status.name === "COMPLETED");
    });
  }
});

test("a cancelled run cuts its call and is recorded", async () => {
  const activity = activityOfTest({ id: "test.cancel", on_failure: "pause", on_failure_after: 1 });
  let isCut = false;
  answers.set(activity.id, (_, response) => void response.on("close", () => (isCut = true)));
  const run = await startRun(place.client, activity, QUEUE);
  await until("a call", () => callsOf(activity).length > 0);
  await run.cancel();
  const row = await place.firstRow(activity);
  expect(row).toMatchObject({ outcome: "failed", reason: "cancelled", attempts: 1 });
  expect(isCut).toBe(true);
  expect((await run.describe()).status.name).toBe("CANCELLED");
});

test("a later fire that cancels what runs is followed by its own call, and both runs are recorded", async () => {
  const activity = activityOfTest({ id: "test.overlap" });
  const cut: boolean[] = [];
  answers.set(activity.id, (request, response) => {
    const nth = callsOf(activity).length;
    if (nth > 1) return json(200, {})(request, response);
    response.on("close", () => cut.push(true));
  });
  const schedule = await createSchedule(place.client, activity, QUEUE);
  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  await until("a call", () => callsOf(activity).length > 0);
  // Two triggers within one second would start one run.
  await until("another second", () => Date.now() - (callsOf(activity)[0]?.at ?? 0) > 1100);
  await schedule.trigger(ScheduleOverlapPolicy.CANCEL_OTHER);
  await until("both rows", async () => (await place.rows(activity)).length === 2);
  const rows = await place.rows(activity);
  expect(rows).toMatchObject([{ outcome: "failed", reason: "cancelled" }, { outcome: "ok" }]);
  expect(cut).toEqual([true]);
});

test("no secret is in the log, the history, the metrics or a row", async () => {
  const secrets = mkdtempSync(join(tmpdir(), "actdef-secrets-"));
  mkdirSync(join(secrets, "hub"));
  writeFileSync(join(secrets, "hub/token"), "Bearer c0ffee-c0ffee-c0ffee\n");
  const queue = "secrets";
  const databaseUrl = place.postgres.adminUrl().replace("//postgres@", "//postgres:s3same-s3same@");
  const env = { ...place.environment(queue, service), ACTCORE_SECRETS_FOLDER: secrets, DATABASE_URL: databaseUrl };
  const other = await place.worker(env);
  const activity = activityOfTest({
    id: "test.secret",
    invoke: { headers: { Authorization: { secret_ref: { name: "hub", key: "token" } } } },
    outcome: { fail_when: { pointer: "/echo", not_equals: "" } },
  });
  answers.set(activity.id, (request, response) =>
    json(200, { echo: request.headers.authorization })(request, response),
  );
  await place.postgres.query("alter table actdef.activity_runs rename to away");
  const run = await startRun(place.client, activity, queue);
  await until("a failed record", () => other.log().some(({ msg }) => msg.startsWith("a run could not be recorded")));
  await place.postgres.query("alter table actdef.away rename to activity_runs");
  const row = await place.firstRow(activity);
  const settling = place.client.workflow.getHandle(`settle-${row.run_id}`);
  const histories = await Promise.all([run, settling].map((it) => it.fetchHistory()));
  const metrics = (await other.page("/metrics")).text;
  rmSync(secrets, { recursive: true });
  expect(callsOf(activity)[0]?.headers.authorization).toBe("Bearer c0ffee-c0ffee-c0ffee");
  expect(row.reason).toContain("/echo is");
  const payloads = JSON.stringify(histories, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
  const everything = [JSON.stringify(row), other.output(), payloads, metrics].join("\n");
  expect(everything).toContain("test.secret");
  expect(everything).not.toMatch(/c0ffee|s3same/);
});
