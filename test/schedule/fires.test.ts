import { CronExpressionParser } from "cron-parser";
import { Cron as Croner } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cron, parseCron } from "../../src/schedule/cron.ts";
import { nextFires } from "../../src/schedule/fires.ts";
import { scan } from "./brute-force.ts";
import { portableCron } from "./portable-cron.ts";

function parse(text: string): Cron {
  const { cron } = parseCron(text);
  if (cron === undefined) throw new Error(`not a cron: ${text}`);
  return cron;
}

function fires(text: string, after: string, count: number, startsAt?: string, endsAt?: string): string[] {
  const window = {
    ...(startsAt !== undefined && { startsAt: new Date(startsAt) }),
    ...(endsAt !== undefined && { endsAt: new Date(endsAt) }),
  };
  return nextFires(parse(text), new Date(after), count, window).map((fire) => fire.toISOString());
}

const QUARTER = "*/15 * * * *";

describe("nextFires", () => {
  test("begins strictly after the given time", () => {
    const expected = ["2026-06-21T00:15:00.000Z", "2026-06-21T00:30:00.000Z"];
    expect(fires(QUARTER, "2026-06-21T00:00:00Z", 2)).toEqual(expected);
    expect(fires(QUARTER, "2026-06-21T00:14:59.999Z", 2)).toEqual(expected);
    expect(fires(QUARTER, "2026-06-21T00:00:00.001Z", 2)).toEqual(expected);
  });

  test("includes both ends of the window", () => {
    expect(fires(QUARTER, "2026-01-01T00:00:00Z", 9, "2026-06-21T00:00:00Z", "2026-06-21T00:15:00Z")).toEqual([
      "2026-06-21T00:00:00.000Z",
      "2026-06-21T00:15:00.000Z",
    ]);
    expect(fires(QUARTER, "2026-01-01T00:00:00Z", 9, "2026-06-21T00:00:00.001Z", "2026-06-21T00:29:59.999Z")).toEqual([
      "2026-06-21T00:15:00.000Z",
    ]);
  });

  test("begins after the given time where the window is already open", () => {
    expect(fires(QUARTER, "2026-06-21T00:00:00Z", 1, "2026-01-01T00:00:00Z")).toEqual(["2026-06-21T00:15:00.000Z"]);
  });

  test("finds nothing in a window that has ended, or ends before it starts", () => {
    expect(fires(QUARTER, "2026-06-21T00:00:00Z", 9, undefined, "2026-06-20T00:00:00Z")).toEqual([]);
    expect(fires(QUARTER, "2026-01-01T00:00:00Z", 9, "2026-06-21T00:00:00Z", "2026-06-20T00:00:00Z")).toEqual([]);
  });

  test("counts the 672 quarters of an hour of a week", () => {
    const week = fires(QUARTER, "2026-06-20T23:59:59Z", 1000, undefined, "2026-06-27T23:59:59Z");
    expect([week.length, week[0], week.at(-1)]).toEqual([672, "2026-06-21T00:00:00.000Z", "2026-06-27T23:45:00.000Z"]);
  });

  test("finds no fire of a date that does not exist, and none where none is asked for", () => {
    expect(fires("0 0 30 2 *", "2026-01-01T00:00:00Z", 3)).toEqual([]);
    expect(fires("0 0 31 2,4,6,9,11 *", "2026-01-01T00:00:00Z", 3)).toEqual([]);
    expect(fires(QUARTER, "2026-01-01T00:00:00Z", 0)).toEqual([]);
  });

  test("waits eight years for a leap day where a century has none", () => {
    const leapDays = ["2096-02-29T12:00:00.000Z", "2104-02-29T12:00:00.000Z"];
    expect(fires("0 12 29 2 *", "2092-02-29T12:00:00Z", 2)).toEqual(leapDays);
  });

  test("reads lists that repeat a value, and expressions longer than cron-parser allows", () => {
    const expected = ["2026-01-01T00:05:00.000Z", "2026-01-01T01:05:00.000Z"];
    expect(fires("5,5,5-5 * * * *", "2026-01-01T00:00:00Z", 2)).toEqual(expected);
    expect(fires(`${"5,".repeat(2000)}5 * * * *`, "2026-01-01T00:00:00Z", 2)).toEqual(expected);
  });
});

describe("any expression of the dialect", () => {
  const after = fc.date({
    min: new Date("2020-01-01T00:00:00Z"),
    max: new Date("2095-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  const inNineYears = (date: Date) => new Date(date.getTime() + 9 * 366 * 86_400_000);

  test("fires when a scan of every minute says so", () => {
    fc.assert(
      fc.property(portableCron, after, (portable, after) => {
        const until = inNineYears(after);
        expect(nextFires(parse(portable.text), after, 20, { endsAt: until })).toEqual(scan(portable, after, until, 20));
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  test("fires when croner does", () => {
    fc.assert(
      fc.property(portableCron, after, ({ text }, after) => {
        const croner = new Croner(text.replaceAll(/\s+/g, " "), { timezone: "UTC", paused: true });
        expect(nextFires(parse(text), after, 10)).toEqual(croner.nextRuns(10, after));
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("fires when cron-parser does, where it reads the expression as it is written", () => {
    const readable = portableCron.filter((portable) => !portable.repeats);
    fc.assert(
      fc.property(readable, after, ({ text }, after) => {
        const fires = nextFires(parse(text), after, 10);
        if (fires.length === 0) return;
        const theirs = CronExpressionParser.parse(text, { currentDate: after, tz: "UTC" }).take(10);
        expect(fires).toEqual(theirs.map((date) => date.toDate()));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
