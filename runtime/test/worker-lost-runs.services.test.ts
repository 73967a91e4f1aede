import { randomUUID } from "node:crypto";
import { ScheduleOverlapPolicy } from "@temporalio/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../test/lab/until.ts";
import { RUN_WORKFLOW } from "../src/workflows/contract.ts";
import { activityOfTest } from "./services/activity-of-test.ts";
import { createSchedule, type RuntimePlace, startRun, startRuntimePlace } from "./services/runtime-place.ts";

let place: RuntimePlace;
beforeAll(async () => {
  place = await startRuntimePlace();
});
afterAll(() => place?.remove());

/** A queue, a service and an activity that no other test has. */
async function ownParts() {
  const queue = randomUUID();
  const service = await place.service();
  const activity = activityOfTest({ id: `test.${queue.slice(0, 8)}`, uuid: queue });
  return { queue, service, activity, env: place.environment(queue, service) };
}

test("a run that was terminated before a worker came is recorded by the next one, once", async () => {
  const { queue, activity, env, service } = await ownParts();
  const schedule = await createSchedule(place.client, activity, queue);
  await schedule.trigger(ScheduleOverlapPolicy.SKIP);
  const { action, scheduledAt } = await until("a run", async () => (await schedule.describe()).info.recentActions[0]);
  const run = place.client.workflow.getHandle(action.workflow.workflowId);
  await run.terminate("it is in the way");
  const closed = Number((await run.describe()).closeTime);
  await Promise.all([place.worker(env), place.worker(env)]);
  const row = await place.firstRow(activity);
  expect(row).toMatchObject({
    run_id: action.workflow.firstExecutionRunId,
    outcome: "failed",
    reason: "terminated in Temporal: it is in the way",
    attempts: 0,
    http_status: null,
    behaviour_sha256: activity.behaviour_sha256,
  });
  expect(Number(row.scheduled_time)).toBe(Math.floor(Number(scheduledAt) / 1000) * 1000);
  expect(Number(row.finished_at)).toBe(closed);
  expect(service.requests).toEqual([]);
  await startRun(place.client, activity, queue);
  await until("another row", async () => (await place.rows(activity)).length > 1);
  expect((await place.rows(activity)).map(({ outcome }) => outcome)).toEqual(["failed", "ok"]);
});

test("a run that Temporal has ended since no worker came is recorded as timed out", async () => {
  const { queue, activity, env } = await ownParts();
  const run = await place.client.workflow.start(RUN_WORKFLOW, {
    taskQueue: queue,
    workflowId: activity.id,
    workflowExecutionTimeout: 1000,
    args: [activity],
  });
  await until("its end", async () => (await run.describe()).status.name === "TIMED_OUT");
  await place.worker(env);
  expect(await place.firstRow(activity)).toMatchObject({
    outcome: "timed_out",
    reason: "no worker took it up in the time that Temporal gives a run",
    attempts: 0,
  });
});

test("a run that is terminated in the middle of its call is recorded by the worker that is there", async () => {
  const { queue, activity, env, service } = await ownParts();
  service.setAnswer(() => {});
  const worker = await place.worker(env);
  const run = await startRun(place.client, activity, queue);
  await until("a call", () => service.requests.length > 0);
  await run.terminate("stuck");
  const row = await place.firstRow(activity, 120);
  expect(row).toMatchObject({ outcome: "failed", reason: "terminated in Temporal: stuck", attempts: 1 });
  expect((await worker.page("/metrics")).text).toContain(
    `actcore_runs_total{activity="${activity.id}",outcome="failed"} 1`,
  );
  worker.signal("SIGTERM");
  expect(await worker.ended).toBe(0);
});
