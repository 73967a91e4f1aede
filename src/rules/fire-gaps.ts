import type { Activity, Schedule } from "../model/activity.ts";
import { type Cron, parseCron } from "../schedule/cron.ts";
import { type Gaps, gaps } from "../schedule/gaps.ts";

/** Many rules ask for the same schedule, and parsing and walking it takes longer than any of them. */
const cronOfSchedule = new WeakMap<Schedule, Cron | undefined>();

/** The parsed cron of an activity whose `schedule.cron` is valid. */
export function cronOf({ schedule }: Activity): Cron | undefined {
  if (!cronOfSchedule.has(schedule)) cronOfSchedule.set(schedule, parseCron(schedule.cron).cron);
  return cronOfSchedule.get(schedule);
}

/** The shortest and longest gap between an activity's fires; undefined where it never fires. */
export function gapsOf(activity: Activity): Gaps | undefined {
  const cron = cronOf(activity);
  return cron && gaps(cron);
}
