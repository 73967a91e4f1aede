import { OUTCOMES, type RunEvent, type RunOutcome, type SweepCounts } from "./run-event.ts";
import type { Slots } from "./slots.ts";

/** A runner that is compared. */
export interface Runner {
  readonly source: string;
  readonly role: "candidate" | "control";
  /** The unit that it is, where it is a control. */
  readonly unit: string | null;
}

/**
 * The runs of one runner by its own fires, of which each has at most one run that counts: the one that began first.
 * Columns of numbers, so that two runners with 100,000 fires take 14 MB however many events there are.
 */
export interface Lane {
  readonly runner: Runner;
  readonly fires: Float64Array;
  readonly next: number;
  /** NaN where the fire has no run. */
  readonly startedAt: Float64Array;
  /** NaN where it is not known. */
  readonly finishedAt: Float64Array;
  readonly hashes: Float64Array;
  readonly outcomes: Uint8Array;
  /** Further runs of the same fire. */
  readonly extraRuns: Uint32Array;
  readonly counts: Uint32Array;
  /** Which behaviour, counted from 1; 0 where the run does not say it. */
  readonly behaviours: Uint8Array;
  /** The hashes of further runs, by fire; of the first MAX_EXTRA_HASHES of them. */
  readonly extraHashes: Map<number, Set<number>>;
  extraHashCount: number;
  /** When the last event of this runner that was read began. */
  lastStartedAt: number;
  /** Runs for an instant at which nothing fires. */
  offSchedule: number;
  /** Fires of which a history and the hub tell. */
  toldTwice: number;
}

const COUNTS_A_FIRE = 4;

export function createLane({ source, role, unit }: Runner, { fires, next }: Slots): Lane {
  const size = fires.length;
  return {
    runner: { source, role, unit },
    fires,
    next,
    startedAt: new Float64Array(size).fill(Number.NaN),
    finishedAt: new Float64Array(size).fill(Number.NaN),
    hashes: new Float64Array(size),
    outcomes: new Uint8Array(size),
    extraRuns: new Uint32Array(size),
    counts: new Uint32Array(size * COUNTS_A_FIRE),
    behaviours: new Uint8Array(size),
    extraHashes: new Map(),
    extraHashCount: 0,
    lastStartedAt: Number.NEGATIVE_INFINITY,
    offSchedule: 0,
    toldTwice: 0,
  };
}

export function hasRun({ startedAt }: Lane, fire: number): boolean {
  return !Number.isNaN(startedAt[fire] ?? Number.NaN);
}

export function outcomeOf({ outcomes }: Lane, fire: number): RunOutcome {
  return OUTCOMES[outcomes[fire] ?? 0] ?? "ok";
}

/** How long after its fire the run began, in seconds. */
export function latenessOf({ startedAt, fires }: Lane, fire: number): number {
  return ((startedAt[fire] ?? 0) - (fires[fire] ?? 0)) / 1000;
}

/** In seconds; NaN where it is not known. */
export function durationOf({ startedAt, finishedAt }: Lane, fire: number): number {
  return ((finishedAt[fire] ?? 0) - (startedAt[fire] ?? 0)) / 1000;
}

export function countsOf({ counts }: Lane, fire: number): SweepCounts {
  const at = fire * COUNTS_A_FIRE;
  const [swept = 0, skippedLock = 0, skippedBudget = 0, failed = 0] = counts.subarray(at, at + COUNTS_A_FIRE);
  return { swept, skippedLock, skippedBudget, failed };
}

/** So many further runs are told by their ids from lines that stand there twice; beyond, each line is a further run. */
const MAX_EXTRA_HASHES = 100_000;

/** Puts a run in its place, whatever the order in which runs come; tells whether it was there before. */
export function putRun(
  lane: Lane,
  fire: number,
  event: RunEvent,
  behaviour: number,
): "new" | "doubled" | "contradicting" {
  const hash = hashOf(event.runId);
  if (!hasRun(lane, fire)) {
    writeRun(lane, fire, event, hash, behaviour);
    return "new";
  }
  if (lane.hashes[fire] === hash) return repeatRun(lane, fire, event);
  if (lane.extraHashes.get(fire)?.has(hash)) return "doubled";
  const startedAt = lane.startedAt[fire] ?? 0;
  const isFirst = event.startedAt < startedAt || (event.startedAt === startedAt && hash < (lane.hashes[fire] ?? 0));
  rememberExtra(lane, fire, isFirst ? (lane.hashes[fire] ?? 0) : hash);
  lane.extraRuns[fire] = (lane.extraRuns[fire] ?? 0) + 1;
  if (isFirst) writeRun(lane, fire, event, hash, behaviour);
  return "new";
}

function rememberExtra(lane: Lane, fire: number, hash: number): void {
  if (lane.extraHashCount >= MAX_EXTRA_HASHES) return;
  const extra = lane.extraHashes.get(fire);
  if (extra) extra.add(hash);
  else lane.extraHashes.set(fire, new Set([hash]));
  lane.extraHashCount++;
}

/** Whether lines that stand there twice may have been taken for further runs. */
export function isCrowded({ extraHashCount }: Lane): boolean {
  return extraHashCount >= MAX_EXTRA_HASHES;
}

/** The worse of two outcomes that one run is said to have had stays. */
function repeatRun(lane: Lane, fire: number, { outcome }: RunEvent): "doubled" | "contradicting" {
  const index = OUTCOMES.indexOf(outcome);
  const before = lane.outcomes[fire] ?? 0;
  if (index === before) return "doubled";
  lane.outcomes[fire] = Math.max(index, before);
  return "contradicting";
}

function writeRun(lane: Lane, fire: number, event: RunEvent, hash: number, behaviour: number): void {
  const { startedAt, finishedAt, outcome, counts } = event;
  lane.startedAt[fire] = startedAt;
  lane.finishedAt[fire] = finishedAt < startedAt ? Number.NaN : finishedAt;
  lane.hashes[fire] = hash;
  lane.outcomes[fire] = OUTCOMES.indexOf(outcome);
  writeCounts(lane, fire, counts);
  lane.behaviours[fire] = behaviour;
}

export function writeCounts(lane: Lane, fire: number, counts: SweepCounts): void {
  const at = fire * COUNTS_A_FIRE;
  lane.counts[at] = counts.swept;
  lane.counts[at + 1] = counts.skippedLock;
  lane.counts[at + 2] = counts.skippedBudget;
  lane.counts[at + 3] = counts.failed;
}

/** A hash of 53 bits (cyrb53, public domain): among the runs of one fire two ids never meet by accident. */
function hashOf(text: string): number {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 2_654_435_761);
    two = Math.imul(two ^ code, 1_597_334_677);
  }
  one = Math.imul(one ^ (one >>> 16), 2_246_822_507) ^ Math.imul(two ^ (two >>> 13), 3_266_489_909);
  two = Math.imul(two ^ (two >>> 16), 2_246_822_507) ^ Math.imul(one ^ (one >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & two) + (one >>> 0);
}
