import fc from "fast-check";
import type { Activity } from "../../src/model/activity.ts";
import type { PlacedActivity } from "../../src/timeline/lanes.ts";
import type { Period } from "../../src/timeline/period.ts";
import { railiance01, sweep } from "../project/sample.ts";
import { portableCron } from "../schedule/portable-cron.ts";

export const targets = [railiance01];
/** A Monday. */
export const day: Period = { from: new Date("2026-06-22T00:00:00Z"), days: 1 };
export const week: Period = { ...day, days: 7 };

/** An hourly job of 300 s that calls a path of its own. */
export function job(id: string, changes: Partial<Activity> = {}): PlacedActivity {
  const rollout = { ...sweep.rollout, phase: "primary" as const };
  const invoke = { ...sweep.invoke, path: `/${id}` };
  return {
    path: `activity-definitions/${id.replace(".", "/")}.md`,
    activity: { ...sweep, id, title: id, enabled: true, schedule: at("0 * * * *"), rollout, invoke, ...changes },
  };
}

export function at(cron: string): Activity["schedule"] {
  return { ...sweep.schedule, cron };
}

/** So many jobs of one schedule. */
export function crowd(count: number, cron = "0 * * * *"): PlacedActivity[] {
  return Array.from({ length: count }, (_, index) => job(`acme.job-${index}`, { schedule: at(cron) }));
}

/** Schedules as people write them, most of them on the hour. */
const habits = fc.oneof(
  fc.constantFrom(
    "0 * * * *",
    "*/15 * * * *",
    "0 0 * * *",
    "30 2 * * *",
    "*/5 * * * *",
    "0,30 * * * *",
    "0 9-17 * * 1-5",
  ),
  portableCron.map(({ text }) => text),
);

/** A fleet of any schedules. */
export const anyFleet = fc
  .array(
    fc.tuple(
      habits,
      fc.constantFrom("primary", "primary", "canary", "parallel", "retired"),
      fc.constantFrom(0, 0, 0, 90),
    ),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((all) =>
    all.map(([cron, phase, jitter_seconds], index) =>
      job(`acme.job-${index}`, {
        schedule: { ...at(cron), jitter_seconds },
        rollout: { ...sweep.rollout, phase: phase as "primary" },
      }),
    ),
  );
