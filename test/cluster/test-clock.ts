import type { Clock } from "../../src/cluster/clock.ts";

/** A clock that stands still but for its waits, and remembers them in milliseconds. */
export function testClock(): Clock & { readonly waits: readonly number[] } {
  const waits: number[] = [];
  let now = 0;
  return {
    waits,
    now: () => now,
    checkInterruption: () => {},
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}
