import { expect, test } from "vitest";
import { sweep } from "../../test/project/sample.ts";
import type { CompiledActivity } from "../src/activity/compiled-activity.ts";
import {
  desiredSchedule,
  isRetired,
  listedOwner,
  markOf,
  retiredSpec,
  toSchedule,
} from "../src/schedules/desired-schedule.ts";
import { scheduleOwner } from "../src/schedules/schedule-owner.ts";

const compiled: CompiledActivity = { ...sweep, behaviour_sha256: "0".repeat(64) };
const OWNER = scheduleOwner({ database: "activity_core", clusterUid: "7d0c1f52-33c0-4d0e-a2c5-5f0e9d1be41a" });
const TARGET = { taskQueue: "queue", owner: OWNER };
const DAY = 86_400;
const YEAR = 365 * DAY;

function policiesOf(changes: Partial<CompiledActivity>) {
  const activity = { ...compiled, ...changes };
  const { policies, runSeconds } = desiredSchedule({ activity, text: "", sha256: "0" }, TARGET);
  const { overlapPolicy, catchupWindow, pauseOnFailure } = policies;
  return { overlap: overlapPolicy, catchup: Number(catchupWindow?.seconds), pauses: pauseOnFailure, runSeconds };
}

/** Numbers of Temporal's ScheduleOverlapPolicy. */
const [SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, ALLOW_ALL] = [1, 2, 3, 4, 6];

test.each([
  [{}, { overlap: SKIP, catchup: 60, pauses: false, runSeconds: 345 + DAY }],
  [{ misfire_grace_seconds: 225 }, { catchup: 225 }],
  [{ misfire_policy: "fire_once" }, { overlap: SKIP, catchup: YEAR, runSeconds: 345 + YEAR }],
  [{ misfire_policy: "fire_once", overlap_policy: "buffer_one" }, { overlap: BUFFER_ONE }],
  // Else every fire that was missed would be made up for.
  [{ misfire_policy: "fire_once", overlap_policy: "allow" }, { overlap: SKIP }],
  [{ misfire_policy: "fire_once", overlap_policy: "buffer_all" }, { overlap: SKIP }],
  [
    { misfire_policy: "fire_all", overlap_policy: "buffer_all" },
    { overlap: BUFFER_ALL, catchup: YEAR },
  ],
  [{ overlap_policy: "cancel_running" }, { overlap: CANCEL_OTHER }],
  [{ overlap_policy: "allow" }, { overlap: ALLOW_ALL }],
  [{ on_failure: "pause" }, { pauses: true }],
  [{ on_failure: "pause", on_failure_after: 2 }, { pauses: false }],
  [{ on_failure: "escalate" }, { pauses: false }],
  [{ retry: { ...compiled.retry, max_attempts: 3 } }, { runSeconds: 3 * 345 + 2 * 60 + DAY }],
] satisfies [Partial<CompiledActivity>, object][])("%o projects as %o", (changes, policies) => {
  expect(policiesOf(changes)).toMatchObject(policies);
});

test("the mark changes with the activity, the task queue and the owner, and not with anything else", () => {
  const definition = { activity: compiled, text: "", sha256: "0" };
  const { mark } = desiredSchedule(definition, TARGET);
  expect(desiredSchedule({ ...definition, text: "other" }, TARGET).mark).toBe(mark);
  expect(desiredSchedule({ ...definition, sha256: "1" }, TARGET).mark).not.toBe(mark);
  expect(desiredSchedule(definition, { ...TARGET, taskQueue: "other" }).mark).not.toBe(mark);
  const owner = scheduleOwner({ ...OWNER, clusterUid: "another" });
  expect(desiredSchedule(definition, { ...TARGET, owner }).mark).not.toBe(mark);
});

test("a long cron expression is cut in the comment, which Temporal limits to 200 bytes", () => {
  const cron = `${Array.from({ length: 60 }, (_, minute) => minute).join(",")} * * * *`;
  const activity = { ...compiled, schedule: { ...compiled.schedule, cron } };
  const desired = desiredSchedule({ activity, text: "", sha256: "0" }, TARGET);
  const { spec } = toSchedule(desired);
  expect(spec?.structuredCalendar?.[0]?.comment).toHaveLength(200);
  expect(markOf(spec)).toBe(desired.mark);
  expect(listedOwner(spec)).toBe(OWNER.key);
});

test.each([
  [`actdef ${"a".repeat(64)} 0123456789ab */15 * * * *`, "a".repeat(64), "0123456789ab", false],
  ["actdef retired 0123456789ab", undefined, "0123456789ab", true],
  // As they were before owners were written.
  [`actdef ${"a".repeat(64)} */15 * * * *`, "a".repeat(64), undefined, false],
  ["actdef retired", undefined, undefined, true],
  ["what somebody has written", undefined, undefined, false],
])("the comment %o is understood", (comment, mark, owner, retired) => {
  const spec = { structuredCalendar: [{ comment }] };
  expect([markOf(spec), listedOwner(spec), isRetired(spec)]).toEqual([mark, owner, retired]);
});

test("the comment of a retired one says whose it was", () => {
  const spec = retiredSpec({ structuredCalendar: [{ comment: "" }] }, OWNER);
  expect([isRetired(spec), listedOwner(spec)]).toEqual([true, OWNER.key]);
});
