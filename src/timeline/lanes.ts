import type { Activity } from "../model/activity.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import type { Target } from "../model/target.ts";
import { compareText } from "../source/compare-text.ts";
import { cronOf, fireMinutes, type Period, withinWindow } from "./period.ts";

/** A jitter of a minute or more spreads by itself. */
const SPREADING_JITTER_SECONDS = 60;

/** One activity over a period. */
export interface Lane {
  readonly activity: Activity;
  /** The definition's path. */
  readonly path: string;
  /** The minutes of the period at which it fires, ascending. */
  readonly minutes: Int32Array;
  /** Whether it fires in exactly those minutes. */
  readonly isSharp: boolean;
  /** The bridges that it is called through, as `<bridge> on <target>`. */
  readonly bridges: readonly string[];
  /** Such as `POST {STATE_HUB_URL}/consistency/sweep`. */
  readonly endpoint: string;
}

/** An activity, and the path of its definition. */
export interface PlacedActivity {
  readonly activity: Activity;
  readonly path: string;
}

/** The lanes of all activities that are not retired, by their ids. */
export function lanesOf(activities: readonly PlacedActivity[], targets: readonly Target[], period: Period): Lane[] {
  // A fleet has few schedules.
  const known = new Map<string, Int32Array>();
  const minutesOf = ({ schedule }: Activity) => {
    const minutes = known.get(schedule.cron) ?? fireMinutes(cronOf(schedule), period);
    known.set(schedule.cron, minutes);
    return withinWindow(minutes, schedule, period);
  };
  return activities
    .filter(({ activity }) => activity.rollout.phase !== "retired")
    .sort((a, b) => compareText(a.activity.id, b.activity.id))
    .map(({ activity, path }) => ({
      activity,
      path,
      minutes: minutesOf(activity),
      isSharp: activity.schedule.jitter_seconds < SPREADING_JITTER_SECONDS,
      bridges: targets.flatMap((target) => {
        const name = bridgeOf(activity, target)?.name;
        return name === undefined ? [] : [`${name} on ${target.name}`];
      }),
      endpoint: `${activity.invoke.method} {${activity.invoke.base_url_env}}${activity.invoke.path}`,
    }));
}
