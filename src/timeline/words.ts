import type { Lane } from "./lanes.ts";
import { instantAt, MINUTES_OF_DAY, type Period } from "./period.ts";
import { heldBy } from "./proposal.ts";
import type { Timeline } from "./timeline.ts";

/** A whole number with its thousands apart, such as `1,152`. */
export function counted(value: number): string {
  return value < 1000 ? String(value) : `${counted(Math.floor(value / 1000))},${String(value % 1000).padStart(3, "0")}`;
}

/** A number of things, such as `1 activity`. */
export function manyOf(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

export function percent(part: number): string {
  const value = part * 100;
  return `${value > 0 && value < 1 ? "<1" : Math.round(value)} %`;
}

/** A minute of a period: its time, and in a week its date as well. */
export function clock(period: Period, minute: number): string {
  const [date = "", time = ""] = instantAt(period, minute).toISOString().split("T");
  return period.days === 1 ? `${time.slice(0, 5)}Z` : `${date.slice(5)} ${time.slice(0, 5)}Z`;
}

/** The period in words, both ends. */
export function periodWords(period: Period): string {
  const day = (minute: number) => instantAt(period, minute).toISOString().slice(0, 10);
  return `${day(0)}T00:00Z to ${day(period.days * MINUTES_OF_DAY)}T00:00Z`;
}

/** How many activities there are, and how often they fire. */
export function fleetWords({ lanes }: Timeline): string {
  const enabled = lanes.filter(({ activity }) => activity.enabled).length;
  const fires = lanes.reduce((sum, { minutes }) => sum + minutes.length, 0);
  return `${manyOf(lanes.length, "activity", "activities")} (${counted(enabled)} enabled) · ${manyOf(fires, "fire")}`;
}

/** How many fire in the fullest minute, and in how many minutes there are several. */
export function peakWords({ load, lanes, period }: Timeline): string {
  if (load.peak === 0) return "nothing fires";
  const blurred = lanes.filter(({ isSharp }) => !isSharp).length;
  const apart = blurred > 0 ? `; not counted: ${counted(blurred)} with a jitter of a minute or more` : "";
  const crowded = `two or more in ${counted(load.crowdedMinutes)} of ${manyOf(load.counts.length, "minute")}`;
  return `at most ${counted(load.peak)} in one minute, first at ${clock(period, load.peakMinute)}; ${crowded}${apart}`;
}

/** What the proposal comes to, in one sentence. */
export function proposalWords({ load, lanes, proposal }: Timeline): string {
  if (!proposal) return `none: no move within the hour leaves fewer than ${counted(load.peak)} in the fullest minute`;
  const moved = `${counted(proposal.edits.length)} of ${counted(lanes.length)} moved within their hour`;
  const crowded = `two or more in ${manyOf(proposal.load.crowdedMinutes, "minute")} instead of ${counted(load.crowdedMinutes)}`;
  return `at most ${counted(proposal.peak)} in one minute instead of ${counted(load.peak)}: ${moved}; ${crowded}`;
}

/** What is not to be moved, by its reason. */
export function heldWords(lanes: readonly Lane[]): string[] {
  const counts = new Map<string, number>();
  for (const lane of lanes) {
    const reason = heldBy(lane);
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, count]) => `${counted(count)} ${reason}`);
}
