import type { Activity } from "../model/activity.ts";
import { parseCron } from "../schedule/cron.ts";
import type { FireWindow } from "../schedule/fires.ts";
import type { Runner } from "./lane.ts";
import { type Days, MAX_SLOTS, type Slots, slotsOf } from "./slots.ts";

export type ComparedRunner = Runner & Slots;

/**
 * The runners of an activity with their fires on some days: the candidate first, then each source that it replaces.
 * Or, in a sentence, why there is nothing to compare.
 */
export function runnersOf(activity: Activity, days: Days): ComparedRunner[] | string {
  const { id, rollout, schedule } = activity;
  const sources = [...new Set(rollout.replaces.map(({ source }) => source))];
  if (sources.length === 0)
    return `${id} replaces no runner (rollout.replaces), so there is nothing to compare it with`;
  if (sources.includes(rollout.source))
    return `rollout.source and a runner that is replaced are both "${rollout.source}": nothing tells their runs apart`;
  const candidate = runnerOf({ source: rollout.source, role: "candidate", unit: null }, schedule.cron, days, {
    ...(schedule.starts_at === null ? {} : { startsAt: instantOf(schedule.starts_at) }),
    ...(schedule.ends_at === null ? {} : { endsAt: instantOf(schedule.ends_at) }),
  });
  // Most often both fire alike, and to find a year of fires takes a second.
  const isBounded = schedule.starts_at !== null || schedule.ends_at !== null;
  const slotsOfCandidate = typeof candidate === "string" || isBounded ? undefined : candidate;
  const controls = rollout.replaces
    .filter(({ source }, index) => rollout.replaces.findIndex((it) => it.source === source) === index)
    .map(({ source, unit, cron }) => {
      const runner = { source, role: "control", unit } as const;
      return slotsOfCandidate && cron === schedule.cron
        ? { ...slotsOfCandidate, ...runner }
        : runnerOf(runner, cron, days);
    });
  const found: ComparedRunner[] = [];
  for (const runner of [candidate, ...controls]) {
    if (typeof runner === "string") return runner;
    found.push(runner);
  }
  return found[0]?.fires.length === 0 ? `${id} does not fire on these days` : found;
}

function runnerOf(runner: Runner, expression: string, days: Days, window?: FireWindow): ComparedRunner | string {
  const { cron } = parseCron(expression);
  if (!cron) return `"${expression}" of ${runner.source} is no cron expression that could be read`;
  const slots = slotsOf(cron, days, window);
  if (!slots) return `${runner.source} fires more than ${MAX_SLOTS} times on these days: compare fewer of them`;
  return { ...runner, ...slots };
}

/** A leap second is read as the second before it. */
function instantOf(text: string): Date {
  return new Date(text.replace(/:60(?=[.Z])/, ":59"));
}
