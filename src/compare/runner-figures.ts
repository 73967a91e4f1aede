import type { RunnerFigures } from "./comparison.ts";
import { countsOf, durationOf, hasRun, type Lane, latenessOf, outcomeOf } from "./lane.ts";
import { type MissingReason, missingStretches, type Pause } from "./missing.ts";
import { exactUpperLimit, spreadOf, wilsonInterval } from "./statistics.ts";

export interface FigureSettings {
  /** Indices of own fires; the second is not included. */
  readonly range: readonly [begin: number, end: number];
  readonly pauses: readonly Pause[];
  readonly graceSeconds: number;
  /** Whether another runner began within a minute of the run of a fire. */
  readonly isSameMinute: (fire: number) => boolean;
}

/** What a runner did in a range of its fires. */
export function runnerFigures(lane: Lane, settings: FigureSettings): RunnerFigures {
  const { range, pauses, graceSeconds, isSameMinute } = settings;
  const fires = firesWithRun(lane, range);
  const stretches = missingStretches(lane, range, pauses);
  const missing: Record<MissingReason, number> = { paused: 0, asleep: 0, overlap: 0, unknown: 0 };
  for (const stretch of stretches) missing[stretch.reason] += stretch.fires;
  const outcomes = { ok: 0, warn: 0, failed: 0, timed_out: 0 };
  const skippedLock = { sameMinute: 0, other: 0 };
  let [swept, skippedBudget, late, duplicateFires, duplicateRuns] = [0, 0, 0, 0, 0];
  for (const fire of fires) {
    outcomes[outcomeOf(lane, fire)]++;
    const counts = countsOf(lane, fire);
    swept += counts.swept;
    skippedBudget += counts.skippedBudget;
    skippedLock[isSameMinute(fire) ? "sameMinute" : "other"] += counts.skippedLock;
    if (latenessOf(lane, fire) > graceSeconds) late++;
    const extra = lane.extraRuns[fire] ?? 0;
    duplicateRuns += extra;
    if (extra > 0) duplicateFires++;
  }
  const [count, n] = [outcomes.ok + outcomes.warn, fires.length];
  return {
    runner: lane.runner,
    fires: range[1] - range[0],
    runs: n,
    onTime: n - late,
    late,
    duplicates: { fires: duplicateFires, runs: duplicateRuns },
    missing,
    stretches,
    outcomes,
    completed: { count, n, ...wilsonInterval(count, n) },
    failureLimit: exactUpperLimit(n - count, n),
    swept,
    skippedLock,
    skippedBudget,
    lateness: spreadOf(Float64Array.from(fires, (fire) => latenessOf(lane, fire))),
    duration: spreadOf(Float64Array.from(fires, (fire) => durationOf(lane, fire)).filter((it) => !Number.isNaN(it))),
    offSchedule: lane.offSchedule,
  };
}

function firesWithRun(lane: Lane, [begin, end]: readonly [number, number]): number[] {
  const fires: number[] = [];
  for (let fire = begin; fire < end; fire++) if (hasRun(lane, fire)) fires.push(fire);
  return fires;
}
