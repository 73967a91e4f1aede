import type { Activity } from "../model/activity.ts";
import { nextFires } from "../schedule/fires.ts";
import { cronOf, gapsOf } from "./fire-gaps.ts";
import { defineRule, type Report } from "./rule.ts";

export const scheduleWindow = defineRule({
  code: "schedule-window",
  severity: "error",
  summary: "The schedule's window is empty, or no fire lies in it.",
  rationale:
    "A schedule fires from `starts_at` to `ends_at`, both inclusive. With the two the wrong way round, or too close together for the cron expression, the job never runs and nothing complains.",
  scope: "definition",
  reads: ["schedule.cron", "schedule.starts_at", "schedule.ends_at"],
  check({ activity }, report) {
    const { starts_at, ends_at } = activity.schedule;
    if (starts_at === null || ends_at === null) return;
    const [start, end] = [instant(starts_at), instant(ends_at)];
    if (start < end) return reportWithoutFire(activity, start, end, report);
    report({
      at: ["schedule", "ends_at"],
      message: `starts_at ${starts_at} is not before ends_at ${ends_at}`,
      help: "put ends_at after starts_at",
      related: [{ at: ["schedule", "starts_at"], message: "it would start here" }],
    });
  },
});

/** A leap second is read as the second before it: RFC 3339 has leap seconds, and `Date` has none. */
function instant(text: string): Date {
  return new Date(text.replace(/:60(?=[.Z])/, ":59"));
}

function reportWithoutFire(activity: Activity, start: Date, end: Date, report: Report): void {
  const cron = cronOf(activity);
  const gaps = gapsOf(activity);
  // A window that is as long as the longest gap has a fire, wherever it lies.
  if (!cron || !gaps || end.getTime() - start.getTime() >= gaps.longestSeconds * 1000) return;
  const justBefore = new Date(start.getTime() - 1);
  const [fire] = nextFires(cron, justBefore, 1);
  if (fire && fire <= end) return;
  report({
    at: ["schedule", "ends_at"],
    message: `"${activity.schedule.cron}" does not fire between starts_at and ends_at`,
    ...(fire ? { label: `the first fire would be ${fire.toISOString().replace(".000Z", "Z")}` } : {}),
    help: "widen the window, or change the cron expression",
    related: [{ at: ["schedule", "starts_at"], message: "the window opens here" }],
  });
}
