import { randomUUID } from "node:crypto";
import { type ScheduleHandle, ScheduleOverlapPolicy } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../test/lab/until.ts";
import type { HttpService } from "../../test/services/http-service.ts";
import { activityOfTest } from "./services/activity-of-test.ts";
import { createSchedule, type RuntimePlace, startRuntimePlace } from "./services/runtime-place.ts";

const GRACE = { misfire_grace_seconds: 2 };

let place: RuntimePlace;
let service: HttpService;
beforeAll(async () => {
  place = await startRuntimePlace();
  service = await place.service();
});
afterAll(() => place?.remove());

/** The latest thing that a schedule has started, once there is one. */
function startedBy(schedule: ScheduleHandle) {
  return until("a start", async () => (await schedule.describe()).info.recentActions.at(-1), { seconds: 90 });
}

test("a fire that finds no worker in time is skipped or run by its policy; what was asked for by hand is run", async () => {
  const queue = randomUUID();
  const scheduled = (name: string, changes: Parameters<typeof activityOfTest>[0], paused: boolean) => {
    const activity = activityOfTest({ ...GRACE, ...changes, id: `test.${name}`, uuid: randomUUID() });
    return createSchedule(place.client, activity, queue, { paused, every: "minute" });
  };
  const byHand = await Promise.all(["triggered", "made-up-for"].map((name) => scheduled(name, {}, true)));
  const [triggered, madeUpFor] = byHand;
  // A trigger in the first second of a minute cannot be told from a fire.
  await until("another second", () => new Date().getUTCSeconds() > 0);
  await triggered?.trigger(ScheduleOverlapPolicy.SKIP);
  const past = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 600_000);
  await madeUpFor?.backfill({ start: past, end: past, overlap: ScheduleOverlapPolicy.ALLOW_ALL });
  const fired = await Promise.all([
    scheduled("skip", {}, false),
    scheduled("jitter", { schedule: { jitter_seconds: 600 } }, false),
    scheduled("fire-once", { misfire_policy: "fire_once" }, false),
  ]);
  const [skip] = await Promise.all(fired.map(startedBy));
  await Promise.all([...fired.map((schedule) => schedule.pause()), ...byHand.map(startedBy)]);
  await until("the end of the grace", () => Date.now() > Number(skip?.scheduledAt) + 3000);

  const worker = await place.worker(place.environment(queue, service));
  for (const name of ["triggered", "made-up-for", "jitter", "fire-once"])
    expect(await place.firstRow({ id: `test.${name}` })).toMatchObject({ outcome: "ok" });
  const { workflowId, firstExecutionRunId } = skip?.action.workflow ?? { workflowId: "", firstExecutionRunId: "" };
  const run = place.client.workflow.getHandle(workflowId, firstExecutionRunId);
  const { skipped, ...fire } = await run.result();
  expect(skipped).toMatch(
    /^no worker took it up until \d+ s after its time, and misfire_policy is skip, with a grace of 2 s$/,
  );
  expect(fire).toEqual({
    activity_id: "test.skip",
    run_id: firstExecutionRunId,
    scheduled_time: skip?.scheduledAt.toISOString(),
    taken_up_at: expect.any(String),
  });
  expect(await place.rows({ id: "test.skip" })).toEqual([]);
  expect(service.requests.map(({ headers }) => headers["idempotency-key"]).join(" ")).not.toContain("test.skip@");
  expect(worker.log().filter(({ msg }) => msg === "a fire was skipped")).toMatchObject([
    { level: "warn", activity: "test.skip", run_id: firstExecutionRunId, reason: skipped },
  ]);
  const metrics = (await worker.page("/metrics")).text;
  expect(metrics).toContain('actcore_misfires_skipped_total{activity="test.skip"} 1');
});

test("a fire that finds a worker is run", async () => {
  const queue = randomUUID();
  await place.worker(place.environment(queue, service));
  const activity = activityOfTest({ ...GRACE, id: "test.in-time", uuid: randomUUID() });
  await createSchedule(place.client, activity, queue, { every: "minute" });
  expect(await place.firstRow(activity, 90)).toMatchObject({ outcome: "ok" });
});
