import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCron } from "../../src/schedule/cron.ts";
import { firesPerDay, gaps } from "../../src/schedule/gaps.ts";
import { scan } from "./brute-force.ts";
import { type PortableCron, sparseCron, weeklyCron } from "./portable-cron.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Days of 400 Gregorian years. */
const CYCLE_DAYS = 146_097;

function read(text: string) {
  const { cron } = parseCron(text);
  if (cron === undefined) throw new Error(`not a cron: ${text}`);
  return { gaps: gaps(cron), firesPerDay: firesPerDay(cron) };
}

/** Gaps and frequency as counted from the fires of one period, the first of which follows the last. */
function countFires(cron: PortableCron, days: number) {
  const start = Date.UTC(2001, 0, 1);
  const period = days * DAY;
  const seconds = scan(cron, new Date(start - 1), new Date(start + period * 1000 - 1)).map((fire) => +fire / 1000);
  const [first] = seconds;
  if (first === undefined) return { gaps: undefined, firesPerDay: 0 };
  let [shortestSeconds, longestSeconds] = [Number.POSITIVE_INFINITY, 0];
  seconds.forEach((second, index) => {
    const gap = (seconds[index + 1] ?? first + period) - second;
    shortestSeconds = Math.min(shortestSeconds, gap);
    longestSeconds = Math.max(longestSeconds, gap);
  });
  return { gaps: { shortestSeconds, longestSeconds }, firesPerDay: seconds.length / days };
}

test.each([
  ["* * * * *", 60, 60, 1440],
  ["*/15 * * * *", 900, 900, 96],
  ["*/7 * * * *", 240, 420, 9 * 24],
  ["*/25 * * * *", 600, 1500, 3 * 24],
  ["0 * * * *", HOUR, HOUR, 24],
  ["0 9,17 * * *", 8 * HOUR, 16 * HOUR, 2],
  ["0 0 * * MON-FRI", DAY, 3 * DAY, 5 / 7],
  ["0 9,17 * * SAT,SUN", 8 * HOUR, 5 * DAY + 16 * HOUR, 4 / 7],
  ["0 0 1 * *", 28 * DAY, 31 * DAY, 4800 / CYCLE_DAYS],
  ["0 0 31 * *", 31 * DAY, 61 * DAY, 2800 / CYCLE_DAYS],
  ["0 0 1 1 *", 365 * DAY, 366 * DAY, 400 / CYCLE_DAYS],
  ["0 0 * FEB MON", 7 * DAY, 350 * DAY, 1615 / CYCLE_DAYS],
  ["0 0 * FEB SUN", 7 * DAY, 350 * DAY, 1613 / CYCLE_DAYS],
  ["0 0 29 2 *", (4 * 365 + 1) * DAY, 8 * 365 * DAY + DAY, 97 / CYCLE_DAYS],
  ["0 0 29 2,3 *", 29 * DAY, 365 * DAY, 497 / CYCLE_DAYS],
])("%s: from %d to %d seconds, %d times a day", (text, shortestSeconds, longestSeconds, firesPerDay) => {
  expect(read(text)).toEqual({ gaps: { shortestSeconds, longestSeconds }, firesPerDay });
});

test.each(["0 0 30 2 *", "0 0 31 4 *", "0 0 30,31 2 *", "0 0 31 2,4,6,9,11 *"])("%s never fires", (text) => {
  expect(read(text)).toEqual({ gaps: undefined, firesPerDay: 0 });
});

describe("any expression of the dialect", () => {
  test("that repeats every week has the gaps of a scan of every minute", () => {
    fc.assert(
      fc.property(weeklyCron, (cron) => {
        expect(read(cron.text)).toEqual(countFires(cron, 7));
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  test("has the gaps of a scan of 400 years", () => {
    fc.assert(
      fc.property(sparseCron, (cron) => {
        expect(read(cron.text)).toEqual(countFires(cron, CYCLE_DAYS));
      }),
      { seed: 9, numRuns: 40 },
    );
  });
});
