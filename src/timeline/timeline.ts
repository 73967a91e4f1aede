import type { Target } from "../model/target.ts";
import { type Lane, lanesOf, type PlacedActivity } from "./lanes.ts";
import { type Herd, herdsOf, type Load, loadOf } from "./load.ts";
import { type Overlap, overlapsOf } from "./overlaps.ts";
import type { Period } from "./period.ts";
import { type Proposal, proposalOf } from "./proposal.ts";

/** When the activities of a project fire over a period, how they meet, and how they could meet less. */
export interface Timeline {
  readonly period: Period;
  readonly lanes: readonly Lane[];
  /** Of the lanes that fire in exactly their minutes. */
  readonly load: Load;
  readonly herds: readonly Herd[];
  readonly overlaps: readonly Overlap[];
  readonly proposal: Levelled | undefined;
}

/** A proposal, and what comes of it. */
export interface Levelled extends Proposal {
  readonly load: Load;
  readonly overlaps: readonly Overlap[];
}

const MAX_HERDS = 10;

/** Looks at sound activities over a period. Pure; their order decides nothing. */
export function timelineOf(
  activities: readonly PlacedActivity[],
  targets: readonly Target[],
  period: Period,
): Timeline {
  const lanes = lanesOf(activities, targets, period);
  const fires = sharpFires(
    lanes,
    lanes.map(({ minutes }) => minutes),
  );
  const load = loadOf(fires, period);
  const proposal = proposalOf(lanes, period);
  return {
    period,
    lanes,
    load,
    herds: herdsOf(fires, load, MAX_HERDS),
    overlaps: overlapsOf(lanes, period),
    proposal: proposal && levelled(lanes, proposal, period),
  };
}

function levelled(lanes: readonly Lane[], proposal: Proposal, period: Period): Levelled {
  const moved = lanes.map((lane, place) => ({ ...lane, minutes: proposal.minutes[place] ?? lane.minutes }));
  const load = loadOf(sharpFires(lanes, proposal.minutes), period);
  return { ...proposal, load, overlaps: overlapsOf(moved, period) };
}

const NONE = new Int32Array(0);

/** The minutes of every lane; none of one that fires somewhere near them. */
function sharpFires(lanes: readonly Lane[], minutes: readonly Int32Array[]): Int32Array[] {
  return lanes.map(({ isSharp }, place) => (isSharp ? (minutes[place] ?? NONE) : NONE));
}

/** The part of a period in which an activity may be running, from 0 to 1. */
export function busyOf({ minutes, activity }: Lane, { days }: Period): number {
  return Math.min(1, (minutes.length * activity.start_to_close_seconds) / (days * 86_400));
}
