import { sha256 } from "../model/canonical-json.ts";
import { compareText } from "../source/compare-text.ts";
import type { Lane } from "./lanes.ts";
import { loadOf } from "./load.ts";
import { firstMinutes, movedCron } from "./moved-cron.ts";
import { cronOf, type Period } from "./period.ts";

/** Where to fire instead, so that fewer fire in the fullest minute. */
export interface Proposal {
  /** The most that fire in one minute then. */
  readonly peak: number;
  readonly edits: readonly CronEdit[];
  /** The minutes of each lane's fires then, in the order of the lanes. */
  readonly minutes: readonly Int32Array[];
}

export interface CronEdit {
  readonly lane: Lane;
  readonly cron: string;
}

/** A lane that may be moved. */
interface Job {
  readonly place: number;
  readonly minutes: Int32Array;
  /** How far it can be moved, in minutes; the first choice is that of its id. */
  readonly moves: readonly number[];
  readonly order: string;
}

/**
 * The lowest peak that can be had by moving schedules within their hour, and the moves that lead there. Each schedule stays
 * where there is room for it; what has to leave looks for room from the minute on that its id decides. So nothing is moved
 * once all is level, and one more definition moves few others.
 */
export function proposalOf(lanes: readonly Lane[], period: Period): Proposal | undefined {
  const { peak } = loadOf(sharpMinutes(lanes), period);
  let level: Level = { peak, lanes };
  for (let lower = lowered(level, period); lower; lower = lowered(level, period)) level = lower;
  if (level.peak === peak) return undefined;
  const edits = lanes.flatMap((lane, place) => {
    const move = (level.lanes[place]?.minutes[0] ?? 0) - (lane.minutes[0] ?? 0);
    return move === 0 ? [] : [{ lane, cron: movedCron(cronOf(lane.activity.schedule), move) }];
  });
  return { peak: level.peak, edits, minutes: level.lanes.map(({ minutes }) => minutes) };
}

/** Lanes, some of which may be moved already. */
interface Level {
  readonly peak: number;
  readonly lanes: readonly Lane[];
}

/** The lowest level that one round of moves leads to; undefined where none leads to a lower one. */
function lowered({ peak, lanes }: Level, period: Period): Level | undefined {
  const jobs = lanes.flatMap(jobOf).sort((a, b) => a.moves.length - b.moves.length || compareText(a.order, b.order));
  const movable = new Set(jobs.map(({ place }) => place));
  const fixed = loadOf(sharpMinutes(lanes.filter((_, place) => !movable.has(place))), period);
  let [most, tooFew]: [number, number] = [peak, Math.max(fixed.peak, 1) - 1];
  let moves: ReadonlyMap<number, number> | undefined;
  while (most - tooFew > 1) {
    const middle = Math.floor((most + tooFew) / 2);
    const settled = settle(jobs, fixed.counts, middle);
    if (settled) [most, moves] = [middle, settled];
    else tooFew = middle;
  }
  return moves && { peak: most, lanes: lanes.map((lane, place) => moved(lane, moves.get(place) ?? 0)) };
}

function moved(lane: Lane, move: number): Lane {
  return move === 0 ? lane : { ...lane, minutes: lane.minutes.map((minute) => minute + move) };
}

function sharpMinutes(lanes: readonly Lane[]): Int32Array[] {
  return lanes.filter(({ isSharp }) => isSharp).map(({ minutes }) => minutes);
}

/** Why a lane is not to be moved; undefined where it may be. */
export function heldBy({ activity, isSharp }: Lane): string | undefined {
  const { rollout, schedule } = activity;
  if (rollout.phase === "parallel") return "in phase parallel, where slots are compared";
  if (schedule.starts_at !== null || schedule.ends_at !== null) return "with a first or last instant";
  return isSharp ? undefined : "with a jitter of a minute or more, which spreads by itself";
}

function jobOf(lane: Lane, place: number): Job[] {
  const cron = cronOf(lane.activity.schedule);
  const firsts = firstMinutes(cron);
  if (lane.minutes.length === 0 || firsts.length === 1 || heldBy(lane) !== undefined) return [];
  const order = sha256(lane.activity.id);
  const start = Number.parseInt(order.slice(0, 8), 16) % firsts.length;
  // A lane that was moved before is no longer where its cron says.
  const own = (lane.minutes[0] ?? 0) % 60;
  const moves = [...firsts.slice(start), ...firsts.slice(0, start)].map((first) => first - own);
  return [{ place, minutes: lane.minutes, moves, order }];
}

/**
 * Lets at most `most` fire in any minute, if that is possible so; how far each job is moved that cannot stay. Those that
 * can stay come first, so that nothing is moved to make room.
 */
function settle(jobs: readonly Job[], fixed: Int32Array, most: number): Map<number, number> | undefined {
  const counts = Int32Array.from(fixed);
  const isFree = ({ minutes }: Job, move: number) => minutes.every((minute) => (counts[minute + move] ?? 0) < most);
  const take = ({ minutes }: Job, move: number) => {
    for (const minute of minutes) counts[minute + move] = (counts[minute + move] ?? 0) + 1;
  };
  const leaving: Job[] = [];
  for (const job of jobs) {
    if (isFree(job, 0)) take(job, 0);
    else leaving.push(job);
  }
  const moves = new Map<number, number>();
  for (const job of leaving) {
    const move = job.moves.find((it) => isFree(job, it));
    if (move === undefined) return undefined;
    take(job, move);
    moves.set(job.place, move);
  }
  return moves;
}
