import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCron } from "../../src/schedule/cron.ts";
import { nextFires } from "../../src/schedule/fires.ts";
import { gaps } from "../../src/schedule/gaps.ts";
import { firstMinutes, movedCron } from "../../src/timeline/moved-cron.ts";
import { atOnceHeights, atOnceOf } from "../../src/timeline/overlaps.ts";
import { cronOf, fireMinutes, instantAt, MINUTES_OF_DAY, type Period } from "../../src/timeline/period.ts";
import { type Timeline, timelineOf } from "../../src/timeline/timeline.ts";
import { portableCron, sparseCron } from "../schedule/portable-cron.ts";
import { anyFleet, at, crowd, day, job, targets, week } from "./fleet.ts";

const parsed = (text: string) => cronOf({ cron: text });
const minutesOf = (it: Timeline) => it.lanes.map(({ minutes }) => [...minutes]);

/** What a fleet is after every edit of a proposal is made. */
function edited(fleet: ReturnType<typeof crowd>, { proposal }: Timeline) {
  const crons = new Map(proposal?.edits.map(({ lane, cron }) => [lane.activity.id, cron]));
  return fleet.map(({ path, activity }) => {
    const cron = crons.get(activity.id) ?? activity.schedule.cron;
    return { path, activity: { ...activity, schedule: { ...activity.schedule, cron } } };
  });
}

describe("when activities fire", () => {
  test("is what nextFires says", () => {
    // What fires often takes long to be enumerated by a library.
    const crons = fc.oneof(fc.tuple(portableCron, fc.constant(day)), fc.tuple(sparseCron, fc.constant(week)));
    const end = (period: Period) => instantAt(period, period.days * MINUTES_OF_DAY).getTime();
    fc.assert(
      fc.property(crons, ([{ text }, period]) => {
        const ours = Array.from(fireMinutes(parsed(text), period), (minute) => instantAt(period, minute));
        const fires = nextFires(parsed(text), new Date(period.from.getTime() - 1), ours.length + 1);
        expect(ours).toEqual(fires.slice(0, -1));
        expect(fires.at(-1)?.getTime()).toBeGreaterThanOrEqual(end(period));
      }),
    );
  });

  test("ends with the last instant, and begins with the first, both included", () => {
    const schedule = { ...at("*/15 * * * *"), starts_at: "2026-06-22T01:00:00Z", ends_at: "2026-06-22T01:30:00Z" };
    expect(minutesOf(timelineOf([job("acme.brief", { schedule })], targets, day))).toEqual([[60, 75, 90]]);
  });

  test("does not matter of what is retired", () => {
    const fleet = [job("acme.old", { rollout: { ...job("x.y").activity.rollout, phase: "retired" } })];
    expect(timelineOf(fleet, targets, day)).toMatchObject({ lanes: [], load: { peak: 0 }, proposal: undefined });
  });
});

describe("how many fire in one minute", () => {
  test("is counted minute by minute, and the largest herds are named", () => {
    fc.assert(
      fc.property(anyFleet, (fleet) => {
        const { lanes, load, herds } = timelineOf(fleet, targets, day);
        const sharp = lanes.filter(({ isSharp }) => isSharp);
        const idsAt = (minute: number) => sharp.filter((it) => it.minutes.includes(minute)).map((it) => it.activity.id);
        const counts = Array.from({ length: MINUTES_OF_DAY }, (_, minute) => idsAt(minute).length);
        expect([...load.counts]).toEqual(counts);
        expect(load.peak).toBe(Math.max(...counts));
        for (const { minutes, members } of herds) {
          const ids = members.map((place) => lanes[place]?.activity.id);
          for (const minute of minutes) expect(idsAt(minute)).toEqual(ids);
        }
        expect(herds[0]?.count ?? 1).toBe(Math.max(load.peak, 1));
      }),
      { numRuns: 30 },
    );
  });

  test("does not depend on the order of files", () => {
    const fleet = [...crowd(7), job("zoo.last", { schedule: at("*/20 * * * *") })];
    const [one, other] = [fleet, fleet.toReversed()].map((it) => timelineOf(it, targets, day));
    expect(other).toEqual(one);
  });
});

describe("what may run at once", () => {
  test("is what a look at every second finds", () => {
    fc.assert(
      fc.property(anyFleet, (fleet) => {
        const { lanes } = timelineOf(fleet, targets, day);
        const seconds = new Int32Array(MINUTES_OF_DAY * 60);
        for (const { minutes, activity } of lanes) {
          for (const minute of minutes) {
            const end = Math.min(minute * 60 + activity.start_to_close_seconds, seconds.length);
            for (let second = minute * 60; second < end; second++) seconds[second] = (seconds[second] ?? 0) + 1;
          }
        }
        const most = seconds.reduce((a, b) => Math.max(a, b), 0);
        const busy = seconds.filter((count) => count > 0).length / seconds.length;
        expect(atOnceOf(lanes, day)).toEqual({ atOnce: most, atSecond: Math.max(seconds.indexOf(most), 0), busy });
        expect(Math.max(...atOnceHeights(lanes, day, 100))).toBe(most);
      }),
      { numRuns: 15 },
    );
  });

  test("is told of each bridge, and of an endpoint that two call", () => {
    const invoke = { ...job("x.y").activity.invoke, path: "/shared" };
    const fleet = [job("acme.a", { invoke }), job("acme.b", { invoke }), job("acme.alone")];
    const { overlaps, proposal } = timelineOf(fleet, targets, day);
    const told = (all: typeof overlaps) =>
      all.map(({ kind, name, atOnce, lanes }) => [kind, name, atOnce, lanes.length]);
    expect(told(overlaps)).toEqual([
      ["bridge", "actcore-state-hub-bridge on railiance01", 3, 3],
      ["endpoint", "POST {STATE_HUB_URL}/shared", 2, 2],
    ]);
    expect(proposal?.overlaps.every(({ atOnce }, index) => atOnce <= (overlaps[index]?.atOnce ?? 0))).toBe(true);
  });
});

describe("a moved cron", () => {
  test.each([
    ["*/15 * * * *", 7, "7-59/15 * * * *"],
    ["7-59/15 * * * *", -7, "*/15 * * * *"],
    ["0 * * * *", 17, "17 * * * *"],
    ["@daily", 41, "41 0 * * *"],
    ["0,30 2 * * MON-FRI", 5, "5,35 2 * * MON-FRI"],
    ["0-10 * * * *", 20, "20-30 * * * *"],
    ["0-20/5 * * JAN *", 1, "1-21/5 * * JAN *"],
    ["0,1,5 * * * *", 2, "2,3,7 * * * *"],
    ["0-59/15 * * * *", 1, "1-59/15 * * * *"],
  ])("%s by %i is %s", (cron, by, moved) => expect(movedCron(parsed(cron), by)).toBe(moved));

  test("is of the dialect, fires at the moved minutes, and keeps the gaps", () => {
    fc.assert(
      fc.property(portableCron, fc.nat(), ({ text }, pick) => {
        const cron = parsed(text);
        const firsts = firstMinutes(cron);
        const by = (firsts[pick % firsts.length] ?? 0) - (cron.minute.values[0] ?? 0);
        const { cron: moved, problems } = parseCron(movedCron(cron, by));
        expect(problems.filter(({ code }) => !code.includes("leading-zero"))).toEqual([]);
        expect(moved?.minute.values).toEqual(cron.minute.values.map((minute) => minute + by));
        expect(moved && gaps(moved)).toEqual(gaps(cron));
      }),
    );
  });
});

describe("the proposal", () => {
  test("levels a crowd at the full hour", () => {
    const { load, proposal } = timelineOf(crowd(37), targets, day);
    expect([load.peak, proposal?.peak, proposal?.edits.length]).toEqual([37, 1, 36]);
  });

  test("comes to what it says, once its edits are made, and then there is none", () => {
    fc.assert(
      fc.property(anyFleet, fc.constantFrom(day, week), (fleet, period) => {
        const before = timelineOf(fleet, targets, period);
        const after = timelineOf(edited(fleet, before), targets, period);
        expect(after.load.peak).toBe(before.proposal?.peak ?? before.load.peak);
        expect(minutesOf(after)).toEqual(before.proposal?.minutes.map((it) => [...it]) ?? minutesOf(before));
        expect(after.proposal).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test("never moves what is compared slot by slot, has a first or last instant, or is spread by its jitter", () => {
    fc.assert(
      fc.property(anyFleet, (fleet) => {
        const { proposal } = timelineOf(fleet, targets, day);
        const moved = proposal?.edits.map(({ lane }) => lane) ?? [];
        expect(moved.filter(({ activity }) => activity.rollout.phase === "parallel")).toEqual([]);
        expect(moved.filter(({ isSharp }) => !isSharp)).toEqual([]);
      }),
    );
    const held = crowd(6).map(({ path, activity }) => ({
      path,
      activity: { ...activity, schedule: { ...activity.schedule, ends_at: "2027-01-01T00:00:00Z" } },
    }));
    expect(timelineOf(held, targets, day).proposal).toBeUndefined();
  });

  test("leaves the others where they are when one more is added", () => {
    const fleet = crowd(150);
    const level = edited(fleet, timelineOf(fleet, targets, day));
    const moved = Array.from({ length: 40 }, (_, index) => {
      const more = job(`zoo.job-${index}`, { schedule: at("0 * * * *") });
      return timelineOf([...level, more], targets, day).proposal?.edits.length ?? 0;
    });
    expect(Math.max(...moved)).toBeLessThanOrEqual(1);
  });
});
