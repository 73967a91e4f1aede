import type { Comparison, RunnerFigures } from "../comparison.ts";
import { shownRunners } from "../figure-rows.ts";
import { durationOf, hasRun, type Lane, latenessOf, outcomeOf } from "../lane.ts";
import type { MissingReason } from "../missing.ts";
import { pairedFires } from "../pairs.ts";
import type { RunOutcome } from "../run-event.ts";
import { dayText } from "../show.ts";
import { nearestSlots } from "../slots.ts";

/** What became of a slot; `none` where there is no run, and it is not compared either. */
export type SlotState = RunOutcome | MissingReason | "none";

/** One slot of one runner. */
export interface SlotCell {
  /** The slot of the candidate, in milliseconds since 1970. */
  readonly at: number;
  readonly source: string;
  readonly state: SlotState;
  readonly isCompared: boolean;
  readonly isLate: boolean;
  /** Runs beyond the first. */
  readonly extraRuns: number;
  /** Seconds; NaN where there is no run, or it is not known. */
  readonly lateness: number;
  readonly duration: number;
  /** What explains a failure. */
  readonly reason: string | null;
}

/** A day of one runner: a cell for each time of the day at which the activity fires, null where it does not on that day. */
export interface SlotRow {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly source: string;
  readonly cells: readonly (SlotCell | null)[];
}

export interface SlotGrid {
  /** Milliseconds since midnight, ascending: the columns. */
  readonly times: readonly number[];
  /** Day by day, and within a day runner by runner. */
  readonly rows: readonly SlotRow[];
}

const DAY_MS = 86_400_000;

/** The slots of all runners by day and time of day; `lanes` are those that were compared, the candidate first. */
export function slotGrid(lanes: readonly Lane[], comparison: Comparison): SlotGrid {
  const [candidate] = lanes;
  if (!candidate) throw new Error("a comparison has a candidate");
  const times = [...new Set(Array.from(candidate.fires, (fire) => fire % DAY_MS))].sort((a, b) => a - b);
  const columns = new Map(times.map((time, column) => [time, column]));
  const bySource = shownRunners(comparison).map((figures) => {
    const lane = lanes.find(({ runner }) => runner.source === figures.runner.source) ?? candidate;
    return { source: figures.runner.source, cells: cellsOf(lane, candidate, figures, comparison) };
  });
  const days = [...new Set(Array.from(candidate.fires, (fire) => Math.floor(fire / DAY_MS)))];
  const rows = days.flatMap((day) =>
    bySource.map(({ source, cells }) => {
      const row: (SlotCell | null)[] = times.map(() => null);
      for (const cell of cells) {
        if (Math.floor(cell.at / DAY_MS) === day) row[columns.get(cell.at % DAY_MS) ?? 0] = cell;
      }
      return { day: dayText(day * DAY_MS), source, cells: row };
    }),
  );
  return { times, rows };
}

/** A runner's cell for each slot of the candidate. */
function cellsOf(lane: Lane, candidate: Lane, figures: RunnerFigures, comparison: Comparison): SlotCell[] {
  const paired = lane === candidate ? undefined : pairedFires(candidate, lane);
  const nearest = lane === candidate ? undefined : nearestSlots(lane.fires, candidate.fires);
  return Array.from(candidate.fires, (at, slot) => {
    const own = paired && nearest ? ((paired[slot] ?? -1) >= 0 ? (paired[slot] ?? -1) : nearest.indexOf(slot)) : slot;
    return cellOf(lane, own, at, figures, comparison);
  });
}

function cellOf(lane: Lane, fire: number, at: number, figures: RunnerFigures, comparison: Comparison): SlotCell {
  const { compared, graceSeconds, failures } = comparison;
  const { source } = lane.runner;
  const ownAt = lane.fires[fire] ?? at;
  const isCompared =
    compared.from !== null && compared.until !== null && compared.from <= at && at <= compared.until && fire >= 0;
  if (fire < 0 || !hasRun(lane, fire)) {
    const gap = figures.stretches.find(({ first, last }) => first <= ownAt && ownAt <= last);
    const state = isCompared ? (gap?.reason ?? "unknown") : "none";
    const nothing = { isLate: false, extraRuns: 0, lateness: Number.NaN, duration: Number.NaN, reason: null };
    return { at, source, state, isCompared, ...nothing };
  }
  const failure = failures.find((it) => it.source === source && it.slot === ownAt);
  return {
    at,
    source,
    state: outcomeOf(lane, fire),
    isCompared,
    isLate: latenessOf(lane, fire) > graceSeconds,
    extraRuns: lane.extraRuns[fire] ?? 0,
    lateness: latenessOf(lane, fire),
    duration: durationOf(lane, fire),
    reason: failure?.reason ?? null,
  };
}
