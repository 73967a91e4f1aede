import { expect, test } from "vitest";
import { isMisfire } from "../src/workflows/misfire.ts";
import { activityOfTest } from "./services/activity-of-test.ts";

/** Monday, 22 June 2026; seconds are counted from noon. */
const at = (seconds: number) => new Date(Date.UTC(2026, 5, 22, 12) + seconds * 1000);

const every = activityOfTest().schedule.calendar;
const calendar = { ...every, hour: [{ start: 12, end: 12, step: 1 }], minute: [{ start: 0, end: 59, step: 15 }] };
const DAILY = activityOfTest({ misfire_grace_seconds: 60, schedule: { calendar } });
const JITTER = activityOfTest({ misfire_grace_seconds: 60, schedule: { calendar, jitter_seconds: 30 } });
const SUNDAYS = activityOfTest({
  schedule: { calendar: { ...calendar, day_of_week: [{ start: 0, end: 0, step: 1 }] } },
});

test.each([
  ["in time", DAILY, 0, 0, 60, false],
  ["too late", DAILY, 0, 0, 61, true],
  ["too late, after a start that was late itself", DAILY, 0, 60, 61, true],
  ["a start after the grace: buffered, or a backfill", DAILY, 0, 61, 500, false],
  ["within the jitter", JITTER, 0, 20, 90, false],
  ["after the jitter", JITTER, 0, 20, 91, true],
  ["another fire of its calendar", DAILY, 900, 900, 1000, true],
  ["a trigger of another second", DAILY, 7, 7, 500, false],
  ["a trigger of another minute", DAILY, 60, 60, 500, false],
  ["a trigger of another hour", DAILY, 3600, 3600, 5000, false],
  ["a trigger of another day", SUNDAYS, 0, 0, 500, false],
  ["fire_once", { ...DAILY, misfire_policy: "fire_once" }, 0, 0, 500, false],
  ["fire_all", { ...DAILY, misfire_policy: "fire_all" }, 0, 0, 500, false],
] as const)("%s", (_, activity, nominal, started, takenUp, expected) => {
  const fire = { nominal: at(nominal), started: at(started), takenUp: at(takenUp) };
  expect(isMisfire(activity, fire)).toBe(expected);
});
