import { hasRun, type Lane } from "./lane.ts";

/** Why a fire has no run. */
export const MISSING_REASONS = ["paused", "asleep", "overlap", "unknown"] as const;
export type MissingReason = (typeof MISSING_REASONS)[number];

/** A time in which a runner was paused; milliseconds since 1970, `until` not included. */
export interface Pause {
  readonly source: string;
  readonly from: number;
  readonly until: number;
}

/** A gap of so many fires or more in a row is a host that slept; a single fire may be lost in many ways. */
const ASLEEP_FIRES = 2;

const REASON_CODES: Readonly<Record<MissingReason, number>> = { paused: 1, overlap: 2, asleep: 3, unknown: 4 };

/**
 * Why fires from one index up to, not including, another have no run: one code a fire, 0 where it has one. A fire is
 * `paused` where a pause of its runner covers it, and `overlap` where an earlier run of its runner was still going on.
 * What is left in stretches of two or more is `asleep`, if the runner is a control: no event says that a host slept, and
 * a workstation does. A cluster does not, so what a candidate misses is `unknown`, as is a single fire.
 */
function missingCodes(lane: Lane, [begin, end]: readonly [number, number], pauses: readonly Pause[]): Uint8Array {
  const codes = new Uint8Array(end - begin);
  const own = pauses.filter(({ source }) => source === lane.runner.source);
  let busyUntil = busyBefore(lane, begin);
  let stretch = 0;
  const closeStretch = (at: number) => {
    if (stretch >= ASLEEP_FIRES && lane.runner.role === "control") codes.fill(REASON_CODES.asleep, at - stretch, at);
    stretch = 0;
  };
  for (let fire = begin; fire < end; fire++) {
    const at = fire - begin;
    const instant = lane.fires[fire] ?? 0;
    const isThere = hasRun(lane, fire);
    if (isThere) busyUntil = Math.max(busyUntil, lane.finishedAt[fire] || 0);
    else codes[at] = codeOf(instant, own, busyUntil);
    if (codes[at] === REASON_CODES.unknown) stretch++;
    else closeStretch(at);
  }
  closeStretch(end - begin);
  return codes;
}

function busyBefore(lane: Lane, begin: number): number {
  return lane.finishedAt.subarray(0, begin).reduce((latest, at) => Math.max(latest, at || 0), 0);
}

function codeOf(instant: number, pauses: readonly Pause[], busyUntil: number): number {
  if (pauses.some(({ from, until }) => from <= instant && instant < until)) return REASON_CODES.paused;
  return busyUntil > instant ? REASON_CODES.overlap : REASON_CODES.unknown;
}

/** Fires in a row that have no run for one reason. */
export interface MissingStretch {
  readonly reason: MissingReason;
  /** The first and the last of them. */
  readonly first: number;
  readonly last: number;
  readonly fires: number;
}

/** The stretches of fires without a run, in order. */
export function missingStretches(
  lane: Lane,
  range: readonly [number, number],
  pauses: readonly Pause[],
): MissingStretch[] {
  const codes = missingCodes(lane, range, pauses);
  const stretches: MissingStretch[] = [];
  for (let at = 0; at < codes.length; ) {
    const code = codes[at];
    let end = at + 1;
    while (end < codes.length && codes[end] === code) end++;
    const reason = MISSING_REASONS.find((name) => REASON_CODES[name] === code);
    const [first = 0, last = 0] = [lane.fires[range[0] + at], lane.fires[range[0] + end - 1]];
    if (reason) stretches.push({ reason, first, last, fires: end - at });
    at = end;
  }
  return stretches;
}
