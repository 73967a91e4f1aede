import type { Comparison, ControlFigures, Failure, Share } from "./comparison.ts";
import { judge, type Thresholds, verdictOf } from "./criteria.ts";
import type { EventTally } from "./event-tally.ts";
import { hasRun, type Lane, outcomeOf } from "./lane.ts";
import type { Pause } from "./missing.ts";
import { notesOn } from "./notes.ts";
import { beganTogether, hasCompleted, pairedFires, pairsOf } from "./pairs.ts";
import { runnerFigures } from "./runner-figures.ts";
import { segmentsOf } from "./segments.ts";
import { latestFire, nearestSlots } from "./slots.ts";

/** What is compared, and by which measure. Instants are milliseconds since 1970. */
export interface CompareSettings {
  readonly activityId: string;
  readonly title: string;
  readonly target: string;
  readonly behaviour: string;
  readonly from: number;
  readonly until: number;
  readonly now: number;
  readonly graceSeconds: number;
  readonly maxSeconds: number;
  /** When an attempt has ended for sure, and its event must be there, after its fire and the grace. */
  readonly startToCloseSeconds: number;
  readonly thresholds: Thresholds;
  readonly pauses: readonly Pause[];
  /** Reasons by slot. */
  readonly explained: ReadonlyMap<number, string>;
  /** Names of what the events were read from. */
  readonly inputs: readonly string[];
}

/** Compares the runs of a candidate, the first lane, with those of its controls, slot by slot. */
export function compareRuns(tally: EventTally, settings: CompareSettings): Comparison {
  const { lanes } = tally;
  const [candidate, ...controls] = lanes;
  if (!candidate || controls.length === 0) throw new Error("a comparison needs a candidate and a control");
  const { from, until, now, pauses, graceSeconds, maxSeconds } = settings;
  const end = endedFires(candidate, settings);
  const segments = segmentsOf(candidate, tally.behaviours, settings.behaviour, until);
  const counted = segments.find(({ isCounted }) => isCounted);
  const begin = counted ? Math.min(latestFire(candidate.fires, counted.from), end) : end;
  const range = [begin, end] as const;
  const sides = controls.map((lane) => ({ lane, paired: pairedFires(candidate, lane) }));

  const figures = runnerFigures(candidate, {
    range,
    pauses,
    graceSeconds,
    isSameMinute: (slot) =>
      sides.some(({ lane, paired: { [slot]: fire = -1 } }) => fire >= 0 && beganTogether(candidate, slot, lane, fire)),
  });
  const controlFigures = sides.map((side) => figuresOfControl(candidate, side, range, settings));
  const failures = lanes.flatMap((lane) => failuresOf(lane, ownRange(lane, candidate, range), settings));
  const fullDays = counted ? countFullDays(counted.from, Math.min(until, now), settings, candidate) : 0;
  const criteria = judge(
    {
      candidate: figures,
      controls: controlFigures,
      pendingSlots: candidate.fires.length - end,
      unexplainedFailures: failures.filter((it) => it.source === candidate.runner.source && it.reason === null).length,
      fullDays,
      maxSeconds,
    },
    settings.thresholds,
  );
  const comparison = {
    activityId: settings.activityId,
    title: settings.title,
    target: settings.target,
    behaviour: settings.behaviour,
    from,
    until,
    comparedAt: now,
    slots: candidate.fires.length,
    compared: comparedSlots(candidate, range),
    isOver: end === candidate.fires.length,
    fullDays,
    graceSeconds,
    maxSeconds,
    candidate: figures,
    controls: controlFigures,
    ...together(candidate, sides, range),
    segments,
    failures,
    criteria,
    verdict: verdictOf(criteria),
    input: {
      names: settings.inputs,
      events: tally.events,
      runs: tally.runs,
      problems: tally.problems,
      unknownSources: tally.unknownSources,
    },
  };
  return { ...comparison, notes: notesOn(comparison, lanes, settings.explained) };
}

/** How many fires are over: a run of any of them would have left its event. */
function endedFires({ fires }: Lane, { now, graceSeconds, startToCloseSeconds }: CompareSettings): number {
  return latestFire(fires, now - (graceSeconds + startToCloseSeconds) * 1000) + 1;
}

interface Side {
  readonly lane: Lane;
  /** The control's fire for each slot, or -1. */
  readonly paired: Int32Array;
}

type Range = readonly [begin: number, end: number];

function figuresOfControl(
  candidate: Lane,
  { lane, paired }: Side,
  range: Range,
  { pauses, graceSeconds }: CompareSettings,
): ControlFigures {
  const slots = nearestSlots(lane.fires, candidate.fires);
  const isSameMinute = (fire: number) => {
    const slot = slots[fire] ?? -1;
    return hasRun(candidate, slot) && beganTogether(candidate, slot, lane, fire);
  };
  const own = ownRange(lane, candidate, range);
  const figures = runnerFigures(lane, { range: own, pauses, graceSeconds, isSameMinute });
  return { ...figures, pairs: pairsOf(candidate, lane, paired, range) };
}

/** The fires of a runner whose nearest slots lie in a range of the candidate's. */
function ownRange(lane: Lane, candidate: Lane, [begin, end]: Range): Range {
  if (lane === candidate) return [begin, end];
  const slots = nearestSlots(lane.fires, candidate.fires);
  const first = slots.findIndex((slot) => slot >= begin);
  const behind = slots.findIndex((slot) => slot >= end);
  const last = behind < 0 ? slots.length : behind;
  return first < 0 ? [last, last] : [Math.min(first, last), last];
}

function failuresOf(lane: Lane, [begin, end]: Range, { explained }: CompareSettings): Failure[] {
  const failures: Failure[] = [];
  for (let fire = begin; fire < end; fire++) {
    if (!hasRun(lane, fire) || hasCompleted(lane, fire)) continue;
    const slot = lane.fires[fire] ?? 0;
    failures.push({
      source: lane.runner.source,
      slot,
      outcome: outcomeOf(lane, fire),
      reason: explained.get(slot) ?? null,
    });
  }
  return failures;
}

const DAY_MS = 86_400_000;

/** Whole UTC days after the first run in which the candidate was not paused. */
function countFullDays(first: number, until: number, { pauses }: CompareSettings, { runner }: Lane): number {
  const own = pauses.filter(({ source }) => source === runner.source);
  let days = 0;
  for (let day = Math.ceil(first / DAY_MS) * DAY_MS; day + DAY_MS <= until; day += DAY_MS) {
    if (!own.some((pause) => pause.from < day + DAY_MS && pause.until > day)) days++;
  }
  return days;
}

function comparedSlots({ fires }: Lane, [begin, end]: Range): Comparison["compared"] {
  const slots = end - begin;
  return { from: slots > 0 ? (fires[begin] ?? null) : null, until: slots > 0 ? (fires[end - 1] ?? null) : null, slots };
}

/** What all runners together did in a range of slots. */
function together(
  candidate: Lane,
  sides: readonly Side[],
  [begin, end]: Range,
): { readonly union: Share; readonly silentSlots: number } {
  let [count, silentSlots] = [0, 0];
  for (let slot = begin; slot < end; slot++) {
    const runs = [
      ...(hasRun(candidate, slot) ? [hasCompleted(candidate, slot)] : []),
      ...sides.flatMap(({ lane, paired: { [slot]: fire = -1 } }) => (fire < 0 ? [] : [hasCompleted(lane, fire)])),
    ];
    if (runs.length === 0) silentSlots++;
    if (runs.some(Boolean)) count++;
  }
  return { union: { count, n: end - begin }, silentSlots };
}
