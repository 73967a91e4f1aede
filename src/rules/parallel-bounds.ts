import type { Activity } from "../model/activity.ts";
import { nextFires } from "../schedule/fires.ts";
import { cronOf } from "./fire-gaps.ts";
import { defineRule } from "./rule.ts";

/** In these phases the parallel run is ahead, or under way. */
const BEFORE_CUTOVER = ["defined", "canary", "parallel"];

export const parallelBounds = defineRule({
  code: "parallel-bounds",
  severity: "warning",
  negotiable: true,
  summary: "The schedule does not fire on all days of the parallel run.",
  rationale:
    "The runners are compared over the days from `from` up to but not including `until`. Where the schedule starts later or ends earlier, the new runner misses fires there, and the comparison counts them against it.",
  scope: "definition",
  reads: ["schedule.cron", "schedule.starts_at", "schedule.ends_at", "rollout.phase", "rollout.parallel"],
  check({ activity }, report) {
    const { starts_at, ends_at } = activity.schedule;
    const { phase, parallel } = activity.rollout;
    if (!parallel || !BEFORE_CUTOVER.includes(phase)) return;
    const [from, until] = [midnight(parallel.from), midnight(parallel.until)];
    if (starts_at !== null && firesWithin(activity, from - 1, Math.min(instant(starts_at), until))) {
      report({
        at: ["schedule", "starts_at"],
        message: `starts_at ${starts_at} leaves out fires of the parallel run, which begins on ${parallel.from}`,
        help: "start the schedule no later than the parallel run",
        related: [{ at: ["rollout", "parallel", "from"], message: "both are to run from here" }],
      });
    }
    if (ends_at !== null && firesWithin(activity, Math.max(instant(ends_at), from - 1), until)) {
      report({
        at: ["schedule", "ends_at"],
        message: `ends_at ${ends_at} leaves out fires of the parallel run, which goes on until ${parallel.until}`,
        help: "end the schedule no earlier than the parallel run",
        related: [{ at: ["rollout", "parallel", "until"], message: "both are to run up to here" }],
      });
    }
  },
});

/** Whether the cron fires after one instant and before another. */
function firesWithin(activity: Activity, after: number, before: number): boolean {
  const cron = cronOf(activity);
  return cron !== undefined && nextFires(cron, new Date(after), 1, { endsAt: new Date(before - 1) }).length > 0;
}

function midnight(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** A leap second is read as the second before it: RFC 3339 has leap seconds, and `Date` has none. */
function instant(text: string): number {
  return Date.parse(text.replace(/:60(?=[.Z])/, ":59"));
}
