import type { Cron } from "../schedule/cron.ts";
import { type FireWindow, nextFires } from "../schedule/fires.ts";

/** Milliseconds since 1970; `until` is not included. */
export interface Days {
  readonly from: number;
  readonly until: number;
}

/** More fires than these are not compared: it is two months of every minute. */
export const MAX_SLOTS = 100_000;

/** The fires of a schedule on some days, ascending, and the first one that comes after these days. */
export interface Slots {
  readonly fires: Float64Array;
  /** Infinite where nothing fires any more. */
  readonly next: number;
}

/** The slots of some days; undefined where they are more than MAX_SLOTS. */
export function slotsOf(cron: Cron, { from, until }: Days, window: FireWindow = {}): Slots | undefined {
  const found = nextFires(cron, new Date(from - 1), MAX_SLOTS + 1, { ...window, endsAt: endOf(until, window) });
  if (found.length > MAX_SLOTS) return undefined;
  const fires = Float64Array.from(found, (fire) => fire.getTime());
  const [next] = nextFires(cron, new Date(until - 1), 1, window);
  return { fires, next: next?.getTime() ?? Number.POSITIVE_INFINITY };
}

function endOf(until: number, { endsAt }: FireWindow): Date {
  return new Date(Math.min(until - 1, endsAt?.getTime() ?? until));
}

/** The index of the latest fire at or before an instant; -1 where all come later. */
export function latestFire(fires: Float64Array, instant: number): number {
  let [low, high] = [0, fires.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((fires[middle] ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** For each fire the nearest slot, the earlier of two that are as near: by it, runners with other minutes are paired. */
export function nearestSlots(fires: Float64Array, slots: Float64Array): Int32Array {
  return Int32Array.from(fires, (fire) => {
    const before = latestFire(slots, fire);
    const [low, high] = [slots[before], slots[before + 1]];
    if (low === undefined || high === undefined) return low === undefined ? 0 : before;
    return high - fire < fire - low ? before + 1 : before;
  });
}
