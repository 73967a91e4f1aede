import { afterAll, beforeAll, expect, test } from "vitest";
import { type Postgres, startPostgres } from "./start-postgres.ts";
import { startTemporal, type Temporal } from "./start-temporal.ts";

let postgres: Postgres;
let temporal: Temporal;
beforeAll(async () => {
  [postgres, temporal] = await Promise.all([startPostgres(), startTemporal()]);
});
afterAll(async () => {
  await Promise.all([postgres?.remove(), temporal?.remove()]);
});

test("Postgres and Temporal keep their data when they are restarted", async () => {
  await postgres.query("create table kept (n int); insert into kept values (7)");
  const client = await temporal.client();
  await client.schedule.create({
    scheduleId: "kept",
    spec: { intervals: [{ every: "1h" }] },
    action: { type: "startWorkflow", workflowType: "none", taskQueue: "none" },
    state: { paused: true },
  });
  await Promise.all([postgres.stop("SIGQUIT"), temporal.stop("SIGKILL")]);
  await Promise.all([postgres.start(), temporal.start()]);
  expect(await postgres.query("select n from kept")).toEqual([{ n: 7 }]);
  const again = await temporal.client();
  expect((await again.schedule.getHandle("kept").describe()).state.paused).toBe(true);
});
