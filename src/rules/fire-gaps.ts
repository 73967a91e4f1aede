import type { Schedule } from "../model/activity.ts";
import { type Cron, parseCron } from "../schedule/cron.ts";
import { type Gaps, gaps } from "../schedule/gaps.ts";

interface Scheduled {
  readonly schedule: Pick<Schedule, "cron">;
}

/** The parsed cron of an activity whose `schedule.cron` is valid. */
export function cronOf({ schedule }: Scheduled): Cron | undefined {
  return parseCron(schedule.cron).cron;
}

/** The shortest and longest gap between an activity's fires; undefined where it never fires. */
export function gapsOf(activity: Scheduled): Gaps | undefined {
  const cron = cronOf(activity);
  return cron && gaps(cron);
}
