import type { Pairs } from "./comparison.ts";
import { hasRun, type Lane, outcomeOf } from "./lane.ts";
import { nearestSlots } from "./slots.ts";
import { mcNemarExact } from "./statistics.ts";

/** Two runners that begin within so long of each other find each other's locks. */
const SAME_MINUTE_MS = 60_000;

/** For each slot of the candidate the control's fire that is paired with it: the first that has a run; -1 where none has. */
export function pairedFires(candidate: Lane, control: Lane): Int32Array {
  const paired = new Int32Array(candidate.fires.length).fill(-1);
  nearestSlots(control.fires, candidate.fires).forEach((slot, fire) => {
    if (paired[slot] === -1 && hasRun(control, fire)) paired[slot] = fire;
  });
  return paired;
}

/** Whether two runs began within a minute of each other. */
export function beganTogether(one: Lane, fire: number, other: Lane, otherFire: number): boolean {
  return Math.abs((one.startedAt[fire] ?? 0) - (other.startedAt[otherFire] ?? 0)) < SAME_MINUTE_MS;
}

/** The two-by-two over the slots of a range in which both ran: what only one did says nothing of the other. */
export function pairsOf(
  candidate: Lane,
  control: Lane,
  paired: Int32Array,
  [begin, end]: readonly [number, number],
): Pairs {
  let [both, onlyCandidate, onlyControl, neither, sameMinute] = [0, 0, 0, 0, 0];
  for (let slot = begin; slot < end; slot++) {
    const fire = paired[slot] ?? -1;
    if (fire < 0 || !hasRun(candidate, slot)) continue;
    const [first, second] = [hasCompleted(candidate, slot), hasCompleted(control, fire)];
    if (first && second) both++;
    else if (first) onlyCandidate++;
    else if (second) onlyControl++;
    else neither++;
    if (beganTogether(candidate, slot, control, fire)) sameMinute++;
  }
  const n = both + onlyCandidate + onlyControl + neither;
  return { n, both, onlyCandidate, onlyControl, neither, pValue: mcNemarExact(onlyCandidate, onlyControl), sameMinute };
}

/** Whether the run of a fire, if there is one, did its work; one with warnings did. */
export function hasCompleted(lane: Lane, fire: number): boolean {
  const outcome = outcomeOf(lane, fire);
  return hasRun(lane, fire) && (outcome === "ok" || outcome === "warn");
}
