import type { Activity } from "../model/activity.ts";
import { type Cron, parseCron } from "../schedule/cron.ts";
import { firesPerDay } from "../schedule/gaps.ts";

const DAYS_OF_WEEK = 7;

/** How often an activity runs a week while it is enabled, to one decimal. */
export function runsAWeek({ schedule }: Pick<Activity, "schedule">): number {
  const { cron } = parseCron(schedule.cron);
  return cron ? Math.round(firesPerDay(cron) * DAYS_OF_WEEK * 10) / 10 : 0;
}

/** Whether two activities fire at the same times, however their expressions are spelt. */
export function firesAlike(before: Activity, after: Activity): boolean {
  const [one, other] = [before, after].map(({ schedule }) => valuesOf(parseCron(schedule.cron).cron));
  return one === other;
}

function valuesOf(cron: Cron | undefined): string {
  return JSON.stringify(
    [cron?.minute, cron?.hour, cron?.dayOfMonth, cron?.month, cron?.dayOfWeek].map((it) => it?.values),
  );
}

export const MISFIRE_WORDS: Readonly<Record<Activity["misfire_policy"], string>> = {
  skip: "dropped",
  fire_once: "made up for once",
  fire_all: "made up for every time",
};

/** What the change of a field does, in words; undefined where the values say it. */
export function effectOf(field: string, before: Activity, after: Activity): string | undefined {
  switch (field) {
    case "enabled":
      return after.enabled ? `unpaused: ${runsAWeek(after)} runs a week` : "paused";
    case "schedule.cron":
      if (firesAlike(before, after)) return "the same fires";
      return `${runsAWeek(before)} -> ${runsAWeek(after)} runs a week`;
    case "misfire_policy":
      return `a fire that comes too late is ${MISFIRE_WORDS[after.misfire_policy]}`;
    default:
      return undefined;
  }
}
