import { afterAll, beforeAll, expect, test } from "vitest";
import { outcomes, SyncLab } from "./sync-lab.ts";

let lab: SyncLab;
beforeAll(async () => {
  lab = await SyncLab.start();
});
afterAll(() => lab?.stop());

test("a first sync stores the definition and makes its schedule, paused", async () => {
  const place = await lab.place();
  const activity = place.activity();
  expect(outcomes(await place.claim(activity))).toEqual({ sweep: "created/created" });
  expect(await place.query("select uuid, id, enabled, version, retired_at from actdef.activity_definitions")).toEqual([
    { uuid: activity.uuid, id: activity.id, enabled: false, version: 1, retired_at: null },
  ]);
  const { state, action, policies, spec } = await place.describe();
  expect(state.paused).toBe(true);
  expect(action.workflowType).toBe("runActivity");
  expect(policies).toMatchObject({ catchupWindow: 60_000, overlap: "SKIP" });
  expect(spec.calendars?.[0]?.comment).toMatch(/^actdef [0-9a-f]{64} \*\/15 \* \* \* \*$/);
});

test("a second sync of the same definitions writes nothing", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  const before = await place.trace("sweep");
  expect(outcomes(await place.sync())).toEqual({ sweep: "unchanged/unchanged" });
  expect(await place.trace("sweep")).toEqual(before);
});
