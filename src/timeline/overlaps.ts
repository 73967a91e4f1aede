import { compareText } from "../source/compare-text.ts";
import type { Lane } from "./lanes.ts";
import { MINUTES_OF_DAY, type Period } from "./period.ts";

/** What several activities share: a bridge of a target, or an endpoint. */
export interface SharedPart {
  readonly kind: "bridge" | "endpoint";
  readonly name: string;
  readonly lanes: readonly Lane[];
}

/** How much of it is asked at once, where each run takes as long as it may. */
export interface Overlap extends SharedPart {
  /** The most runs that may be under way together. */
  readonly atOnce: number;
  /** The first second of the period at which so many may be. */
  readonly atSecond: number;
  /** The part of the period in which any run may be under way, from 0 to 1. */
  readonly busy: number;
}

/** Every bridge, and every endpoint that two or more activities call; the fullest first. */
export function overlapsOf(lanes: readonly Lane[], period: Period): Overlap[] {
  return sharedParts(lanes)
    .map((part) => ({ ...part, ...atOnceOf(part.lanes, period) }))
    .filter(({ kind, atOnce }) => kind === "bridge" || atOnce > 1)
    .sort((a, b) => compareText(a.kind, b.kind) || b.atOnce - a.atOnce || compareText(a.name, b.name));
}

function sharedParts(lanes: readonly Lane[]): SharedPart[] {
  const bridges = new Map<string, Lane[]>();
  const endpoints = new Map<string, Lane[]>();
  for (const lane of lanes) {
    for (const bridge of lane.bridges) add(bridges, bridge, lane);
    add(endpoints, lane.endpoint, lane);
  }
  return [
    ...Array.from(bridges, ([name, all]) => ({ kind: "bridge" as const, name, lanes: all })),
    ...Array.from(endpoints, ([name, all]) => ({ kind: "endpoint" as const, name, lanes: all })).filter(
      (part) => part.lanes.length > 1,
    ),
  ];
}

function add(groups: Map<string, Lane[]>, key: string, lane: Lane): void {
  const group = groups.get(key);
  if (group) group.push(lane);
  else groups.set(key, [lane]);
}

/** Runs from each fire until Temporal gives up the first attempt. */
export function atOnceOf(lanes: readonly Pick<Lane, "minutes" | "activity">[], { days }: Period) {
  const starts = new Int32Array(lanes.reduce((sum, { minutes }) => sum + minutes.length, 0));
  const ends = new Int32Array(starts.length);
  let at = 0;
  for (const { minutes, activity } of lanes) {
    for (const minute of minutes) {
      starts[at] = minute * 60;
      ends[at++] = minute * 60 + activity.start_to_close_seconds;
    }
  }
  return sweep(starts.sort(), ends.sort(), days * MINUTES_OF_DAY * 60);
}

/** Goes over ascending starts and ends; what ends when another starts is over by then. */
function sweep(starts: Int32Array, ends: Int32Array, length: number) {
  let [active, ended, busySince, busySeconds, atOnce, atSecond] = [0, 0, 0, 0, 0, 0];
  const endUpTo = (second: number) => {
    for (let end = ends[ended]; end !== undefined && end <= second; end = ends[++ended]) {
      active--;
      if (active === 0) busySeconds += Math.min(end, length) - busySince;
    }
  };
  for (const start of starts) {
    endUpTo(start);
    if (active === 0) busySince = start;
    active++;
    if (active > atOnce) [atOnce, atSecond] = [active, start];
  }
  endUpTo(Number.POSITIVE_INFINITY);
  return { atOnce, atSecond, busy: busySeconds / length };
}

/** The most runs that may be under way in each of equal parts of a period. */
export function atOnceHeights(lanes: readonly Lane[], { days }: Period, parts: number): number[] {
  const seconds = days * MINUTES_OF_DAY * 60;
  const changes = new Int32Array(seconds + 1);
  for (const { minutes, activity } of lanes) {
    for (const minute of minutes) {
      const end = Math.min(minute * 60 + activity.start_to_close_seconds, seconds);
      changes[minute * 60] = (changes[minute * 60] ?? 0) + 1;
      changes[end] = (changes[end] ?? 0) - 1;
    }
  }
  const heights = new Array<number>(parts).fill(0);
  let active = 0;
  for (let second = 0; second < seconds; second++) {
    active += changes[second] ?? 0;
    const part = Math.floor((second * parts) / seconds);
    if (active > (heights[part] ?? 0)) heights[part] = active;
  }
  return heights;
}
