import type { Schedule } from "../model/activity.ts";
import { type Cron, parseCron } from "../schedule/cron.ts";
import { type Gaps, gaps } from "../schedule/gaps.ts";

/** Many rules ask for the same schedule, and parsing and walking it takes longer than any of them. */
const cronOfSchedule = new WeakMap<object, Cron | undefined>();

interface Scheduled {
  readonly schedule: Pick<Schedule, "cron">;
}

/** The parsed cron of an activity whose `schedule.cron` is valid. */
export function cronOf({ schedule }: Scheduled): Cron | undefined {
  if (!cronOfSchedule.has(schedule)) cronOfSchedule.set(schedule, parseCron(schedule.cron).cron);
  return cronOfSchedule.get(schedule);
}

/** The shortest and longest gap between an activity's fires; undefined where it never fires. */
export function gapsOf(activity: Scheduled): Gaps | undefined {
  const cron = cronOf(activity);
  return cron && gaps(cron);
}
