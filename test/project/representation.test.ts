import { describe, expect, test } from "vitest";
import { desiredSchedule } from "../../runtime/src/schedules/desired-schedule.ts";
import type { MisfirePolicy, OverlapPolicy } from "../../src/model/activity.ts";
import { representations } from "../../src/model/representation.ts";
import { sweep } from "./sample.ts";

/** Temporal's ScheduleOverlapPolicy, by the names of our policies. */
const OVERLAP = { skip: 1, buffer_one: 2, buffer_all: 3, cancel_running: 4, allow: 6 };

const owner = { key: "0123456789ab", database: "activity_core", clusterUid: "u" };
const TARGET = { taskQueue: "activity-core", owner };

const overlaps = Object.keys(OVERLAP) as OverlapPolicy[];
const misfires: MisfirePolicy[] = ["skip", "fire_once", "fire_all"];

describe("what is called exact on Temporal is what the schedule is given", () => {
  test.each(
    misfires.flatMap((misfire_policy) => overlaps.map((overlap_policy) => ({ misfire_policy, overlap_policy }))),
  )("$misfire_policy with $overlap_policy", (policies) => {
    const activity = { ...sweep, ...policies };
    const compiled = { ...activity, behaviour_sha256: "0".repeat(64) };
    const { policies: given } = desiredSchedule({ activity: compiled, text: "", sha256: "0" }, TARGET);
    const row = representations(activity).find(({ field }) => field === "overlap_policy");
    expect(row?.temporal.grade).toBe(given.overlapPolicy === OVERLAP[policies.overlap_policy] ? "exact" : "about");
  });
});
