import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpService } from "../../test/services/http-service.ts";
import { activityOfTest } from "./services/activity-of-test.ts";
import { createSchedule, type RuntimePlace, startRuntimePlace } from "./services/runtime-place.ts";
import type { WorkerProcess } from "./services/worker-process.ts";

const QUEUE = "worker";

let place: RuntimePlace;
let service: HttpService;
let worker: WorkerProcess;
beforeAll(async () => {
  place = await startRuntimePlace();
  service = await place.service();
  worker = await place.worker(place.environment(QUEUE, service));
});
afterAll(() => place?.remove());

test("a fire of a schedule becomes a call and a row", async () => {
  const activity = activityOfTest({ id: "test.happy" });
  const schedule = await createSchedule(place.client, activity, QUEUE);
  await schedule.trigger();
  const row = await place.firstRow(activity);
  const [request] = service.requests;
  expect(request).toMatchObject({ method: "POST", path: "/sweep" });
  expect(JSON.parse(request?.body ?? "")).toEqual({ max_seconds: 30, detail: { source: "activity-core" } });
  expect(row).toMatchObject({ outcome: "ok", attempts: 1, http_status: 200, reason: null, source: "activity-core" });
  expect(request?.headers["idempotency-key"]).toBe(row.idempotency_key);
  expect((await worker.page("/metrics")).text).toContain('actcore_runs_total{activity="test.happy",outcome="ok"} 1');
});
