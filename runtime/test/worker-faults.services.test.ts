import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe, test } from "vitest";
import { until } from "../../test/lab/until.ts";
import { type Answer, type HttpService, json } from "../../test/services/http-service.ts";
import { servicePrograms } from "../../test/services/service-programs.ts";
import { activityOfTest } from "./services/activity-of-test.ts";
import { createSchedule, type RuntimePlace, startRun, startRuntimePlace } from "./services/runtime-place.ts";

let place: RuntimePlace;
beforeAll(async () => {
  place = await startRuntimePlace();
});
afterAll(() => place?.remove());

/** A queue, a service and an activity that no other test has. */
async function ownParts(changes: Parameters<typeof activityOfTest>[0] = {}) {
  const queue = randomUUID();
  const service = await place.service();
  const activity = activityOfTest({ ...changes, id: `test.${queue.slice(0, 8)}`, uuid: queue });
  return { queue, service, activity, env: place.environment(queue, service) };
}

/** The answer to each call in its order; the last one is that of all further ones. */
function inOrder(service: HttpService, answers: readonly Answer[]): Answer {
  return (request, response) => answers[Math.min(service.requests.length, answers.length) - 1]?.(request, response);
}

const never: Answer = () => {};
const ok = json(200, {});

/** Answers when it is told to. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const answer: Answer = async (request, response) => {
    await opened;
    await ok(request, response);
  };
  return { open, answer };
}

function calls(service: HttpService, count: number) {
  return until(`${count} calls`, () => service.requests.length >= count, { seconds: 90 });
}

describe.concurrent("a worker that is killed in the middle of a call", () => {
  test("is followed by one repeat with the same key, where that is harmless", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts();
    service.setAnswer(inOrder(service, [never, ok]));
    const killed = await place.worker(env);
    await startRun(place.client, activity, queue);
    await calls(service, 1);
    await killed.remove();
    await place.worker(env);
    const row = await place.firstRow(activity, 90);
    expect(row).toMatchObject({ outcome: "ok", attempts: 2, http_status: 200 });
    const keys = service.requests.map(({ headers }) => headers["idempotency-key"]);
    expect(keys).toEqual([row.idempotency_key, row.idempotency_key]);
    expect(await place.rows(activity)).toHaveLength(1);
  });

  test("is followed by no call, where that is not harmless, and the run is recorded", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts({ invoke: { idempotent: false } });
    service.setAnswer(never);
    const killed = await place.worker(env);
    await startRun(place.client, activity, queue);
    await calls(service, 1);
    await killed.remove();
    await place.worker(env);
    const row = await place.firstRow(activity, 90);
    expect(row).toMatchObject({ outcome: "failed", attempts: 1, http_status: null });
    expect(row.reason).toBe(
      "the worker was lost during the call; it is not repeated, since the activity is not idempotent",
    );
    expect(service.requests).toHaveLength(1);
    expect(await place.rows(activity)).toHaveLength(1);
  });

  test("is followed by no second repeat", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts();
    service.setAnswer(never);
    const first = await place.worker(env);
    await startRun(place.client, activity, queue);
    await calls(service, 1);
    await first.remove();
    const second = await place.worker(env);
    await calls(service, 2);
    await second.remove();
    await place.worker(env);
    const row = await place.firstRow(activity, 90);
    expect(row).toMatchObject({ outcome: "failed", attempts: 2 });
    expect(row.reason).toBe("the worker was lost during the call, and again during its repeat");
    expect(service.requests).toHaveLength(2);
  });

  test("between the pause of a schedule and its row leaves both, once", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts({ on_failure: "pause", on_failure_after: 2 });
    service.setAnswer(json(500, {}));
    const schedule = await createSchedule(place.client, activity, queue);
    const killed = await place.worker(env);
    const lock = new Client({ connectionString: place.postgres.adminUrl() });
    await lock.connect();
    await lock.query("begin; lock table actdef.activity_pauses in share mode");
    for (let nth = 1; nth <= 2; nth++) {
      const run = await startRun(place.client, activity, queue);
      await run.result().catch(() => {});
      await until("its row", async () => (await place.rows(activity)).length === nth);
    }
    await until("a pause", async () => (await schedule.describe()).state.paused);
    await killed.remove();
    await lock.query("rollback");
    await lock.end();
    await place.worker(env);
    const pauses = () =>
      place.postgres.query(`select run_id from actdef.activity_pauses where activity_uuid = '${activity.uuid}'`);
    await until("the row of the pause", async () => (await pauses()).length > 0, { seconds: 90 });
    const [, last] = await place.rows(activity);
    await place.client.workflow.getHandle(`settle-${last?.run_id}`).result();
    expect(await pauses()).toEqual([{ run_id: last?.run_id }]);
  });

  test("while it records leaves one row", async ({ expect }) => {
    const { queue, activity, env } = await ownParts();
    const lock = new Client({ connectionString: place.postgres.adminUrl() });
    await lock.connect();
    // Others may insert, this run may not yet: its row is there and not committed.
    const killed = await place.worker(env);
    const run = await startRun(place.client, activity, queue);
    await lock.query("begin");
    await lock.query(
      `insert into actdef.activity_runs values ($1, $2, '${activity.id}', '', '', now(), now(), now(), 'ok', 1, 200, null, null, '')`,
      [run.firstExecutionRunId, activity.uuid],
    );
    await until("an insert that waits", () =>
      place.postgres
        .query("select 1 from pg_stat_activity where application_name = 'actcore-worker' and wait_event_type = 'Lock'")
        .then((rows) => rows.length > 0),
    );
    await killed.remove();
    await lock.query("rollback");
    await lock.end();
    await place.worker(env);
    const handle = place.client.workflow.getHandle(`settle-${run.firstExecutionRunId}`);
    await handle.result();
    expect(await place.rows(activity)).toMatchObject([{ run_id: run.firstExecutionRunId, outcome: "ok", attempts: 1 }]);
  });
});

describe.concurrent("SIGTERM", () => {
  test("lets a call end, and takes no more work", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts();
    const { open, answer } = gate();
    service.setAnswer(answer);
    const worker = await place.worker(env);
    await startRun(place.client, activity, queue);
    await calls(service, 1);
    worker.signal("SIGTERM");
    await until("a worker that polls no more", async () => (await worker.page("/readyz")).status === 503);
    expect((await worker.page("/livez")).status).toBe(200);
    await startRun(place.client, activityOfTest({ id: `${activity.id}-later` }), queue);
    open();
    expect(await worker.ended).toBe(0);
    expect(service.requests).toHaveLength(1);
    await place.worker(env);
    expect(await place.firstRow(activity)).toMatchObject({ outcome: "ok", attempts: 1 });
    expect(await place.firstRow({ id: `${activity.id}-later` })).toMatchObject({ outcome: "ok", attempts: 1 });
    expect(service.requests).toHaveLength(2);
  });

  test("a second time ends it at once", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts();
    service.setAnswer(never);
    const worker = await place.worker(env);
    await startRun(place.client, activity, queue);
    await calls(service, 1);
    worker.signal("SIGTERM");
    await until("a worker that polls no more", async () => (await worker.page("/readyz")).status === 503);
    worker.signal("SIGTERM");
    expect(await worker.ended).toBe(1);
  });
});

test("two workers share a queue", async ({ expect }) => {
  const { queue, service, env } = await ownParts();
  const other = await place.service();
  const { open, answer } = gate();
  for (const each of [service, other]) each.setAnswer(answer);
  await Promise.all([place.worker(env), place.worker({ ...env, SERVICE_URL: other.url })]);
  const activities = Array.from({ length: 20 }, (_, index) => activityOfTest({ id: `test.shared-${index}` }));
  await Promise.all(activities.map((activity) => startRun(place.client, activity, queue)));
  await until("20 calls", () => service.requests.length + other.requests.length === 20);
  expect(service.requests.length).toBeGreaterThan(0);
  expect(other.requests.length).toBeGreaterThan(0);
  open();
  for (const activity of activities) await place.firstRow(activity);
  expect(service.requests.length + other.requests.length).toBe(20);
});

test.for(["-1d", "+1d"])("a worker whose clock is wrong by %s tells the server's time", async (shift, { expect }) => {
  const { queue, service, activity, env } = await ownParts({ retry: { max_attempts: 2 } });
  service.setAnswer(inOrder(service, [json(500, {}), ok]));
  const clock = { LD_PRELOAD: servicePrograms().faketime, FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: "1" };
  const worker = await place.worker({ ...env, ...clock });
  const schedule = await createSchedule(place.client, activity, queue);
  const before = Date.now();
  await schedule.trigger();
  const row = await place.firstRow(activity);
  const now = Date.now();
  expect(row).toMatchObject({ outcome: "ok", attempts: 2 });
  const [line] = worker.log();
  expect(Math.abs(Date.parse(String(line?.time)) - now)).toBeGreaterThan(23 * 3_600_000);
  for (const instant of [row.started_at, row.finished_at]) {
    expect(Number(instant)).toBeGreaterThanOrEqual(before);
    expect(Number(instant)).toBeLessThanOrEqual(now);
  }
  const metrics = (await worker.page("/metrics")).text;
  const lateness = /actcore_run_lateness_seconds_sum (\S+)/.exec(metrics)?.[1];
  expect(Number(lateness)).toBe((Number(row.started_at) - Number(row.scheduled_time)) / 1000);
});

test("a configuration that lacks something ends it with 42, and names what is missing", async ({ expect }) => {
  const { env } = await ownParts();
  const worker = place.unreadyWorker({ ...env, TEMPORAL_ADDRESS: "" });
  expect(await worker.ended).toBe(42);
  expect(worker.log()).toMatchObject([{ level: "fatal", problem: "the environment lacks TEMPORAL_ADDRESS" }]);
});

describe("servers that go away", () => {
  test("Postgres, while a run is recorded: nothing is lost, and the next fire is not kept waiting", async ({
    expect,
  }) => {
    const { queue, service, activity, env } = await ownParts();
    const worker = await place.worker(env);
    await place.postgres.stop("SIGQUIT");
    for (const count of [1, 2]) {
      const run = await startRun(place.client, activity, queue);
      await run.result();
      expect(service.requests).toHaveLength(count);
    }
    await until("a failed record", () => worker.log().some(({ msg }) => msg.startsWith("a run could not be recorded")));
    expect((await worker.page("/readyz")).status).toBe(200);
    await place.postgres.start();
    await until("both rows", async () => (await place.rows(activity)).length === 2, { seconds: 90 });
    expect(service.requests).toHaveLength(2);
  });

  test("Postgres is no reason not to start", async ({ expect }) => {
    const { queue, activity, env } = await ownParts();
    await place.postgres.stop("SIGQUIT");
    await place.worker(env);
    const run = await startRun(place.client, activity, queue);
    expect(await run.result()).toMatchObject({ outcome: "ok" });
    await place.postgres.start();
    expect(await place.firstRow(activity, 90)).toMatchObject({ outcome: "ok" });
  });

  test("Temporal, in the middle of a call: the call is made once and its end is told", async ({ expect }) => {
    const { queue, service, activity, env } = await ownParts();
    const { open, answer } = gate();
    service.setAnswer(answer);
    const worker = await place.worker(env);
    await startRun(place.client, activity, queue);
    await calls(service, 1);
    await place.temporal.stop("SIGKILL");
    open();
    await until("the end of the call", () => worker.log().some(({ msg }) => msg === "a call has ended"));
    await place.temporal.start();
    expect(await place.firstRow(activity, 90)).toMatchObject({ outcome: "ok", attempts: 1 });
    expect(service.requests).toHaveLength(1);
  });

  test("Temporal is waited for at the start, until SIGTERM", async ({ expect }) => {
    const { env } = await ownParts();
    const worker = place.unreadyWorker({ ...env, TEMPORAL_ADDRESS: "127.0.0.1:1" });
    await until("a try that failed", () => worker.log().some(({ msg }) => msg === "Temporal cannot be reached yet"));
    worker.signal("SIGTERM");
    expect(await worker.ended).toBe(0);
  });

  test("Temporal is waited for at the start", async ({ expect }) => {
    const { queue, activity, env } = await ownParts();
    await place.temporal.stop("SIGKILL");
    const worker = place.unreadyWorker(env);
    await until("a try that failed", () => worker.log().some(({ msg }) => msg === "Temporal cannot be reached yet"));
    expect((await worker.page("/livez")).status).toBe(200);
    expect((await worker.page("/readyz")).status).toBe(503);
    await place.temporal.start();
    await until("a worker that polls", () => worker.isReady());
    await startRun(place.client, activity, queue);
    expect(await place.firstRow(activity)).toMatchObject({ outcome: "ok" });
  });

  test.for(["SIGKILL", "SIGSTOP"] as const)(
    "Temporal, by %s: the worker is not ready until it is back",
    async (signal, { expect }) => {
      const { queue, activity, env } = await ownParts();
      const worker = await place.worker(env);
      if (signal === "SIGKILL") await place.temporal.stop(signal);
      else process.kill(place.temporal.pid, signal);
      const { status, text } = await worker.page("/readyz");
      expect(status).toBe(503);
      expect(text).toContain(`Temporal at ${place.temporal.address} does not answer: `);
      expect((await worker.page("/livez")).status).toBe(200);
      if (signal === "SIGKILL") await place.temporal.start();
      else process.kill(place.temporal.pid, "SIGCONT");
      await until("a worker that is ready", () => worker.isReady());
      await startRun(place.client, activity, queue);
      expect(await place.firstRow(activity)).toMatchObject({ outcome: "ok" });
    },
  );
});
