import { describe, expect, test } from "vitest";
import type { Comparison, Verdict } from "../../src/compare/comparison.ts";
import { compareWeek, WEEK_NAMES, type WeekSettings, weekLines } from "./compared-week.ts";

/** Criteria that did not pass. */
const short = ({ criteria }: Comparison) =>
  criteria.filter(({ state }) => state !== "passed").map(({ name, state }) => `${name} ${state}`);

const pausedDay = {
  source: "activity-core",
  from: Date.parse("2026-06-24T00:00Z"),
  until: Date.parse("2026-06-25T00:00Z"),
};
const ACCIDENT = { "2026-06-23T02:15Z": "the proxy cut it off after 30 s" };

const EXPECTED: [string, Verdict, string[], WeekSettings?][] = [
  ["quiet", "successful", []],
  ["other minutes", "successful", []],
  ["laptop asleep at night", "successful", []],
  ["laptop asleep most of the week", "inconclusive", ["matched_pairs undecided"]],
  ["laptop asleep all week", "inconclusive", ["completion_margin undecided", "matched_pairs undecided"]],
  ["candidate fails while the laptop sleeps", "failed", ["unexplained_failures failed"]],
  ["candidate misses while the laptop sleeps", "failed", ["coverage failed"]],
  ["lock contention", "successful", []],
  ["warn-only sweeps", "successful", []],
  ["proxy accident", "failed", ["unexplained_failures failed"]],
  ["proxy accident", "successful", [], { explained: ACCIDENT }],
  ["candidate runs twice", "failed", ["duplicates failed"]],
  ["lines twice, out of order", "successful", []],
  ["laptop's clock ahead", "successful", []],
  ["cluster's clock behind", "successful", []],
  ["behaviour changed early", "successful", []],
  ["behaviour changed late", "inconclusive", ["full_days undecided", "matched_pairs undecided"]],
  [
    "another behaviour",
    "inconclusive",
    [
      "coverage undecided",
      "completion_margin undecided",
      "unexplained_failures undecided",
      "duplicates undecided",
      "duration_p95_of_budget undecided",
      "full_days undecided",
      "matched_pairs undecided",
    ],
  ],
  ["behaviour not said", "successful", []],
  ["began late", "inconclusive", ["full_days undecided", "matched_pairs undecided"]],
  ["paused for a day", "successful", [], { pauses: [pausedDay] }],
  ["paused for a day", "failed", ["coverage failed"]],
  ["candidate loses runs", "failed", ["coverage failed"]],
  ["candidate fails", "failed", ["completion_margin failed", "unexplained_failures failed"]],
  ["laptop fails", "successful", []],
  ["cluster starts late", "successful", []],
  ["candidate is slow", "failed", ["duration_p95_of_budget failed"]],
  ["hub down", "failed", ["coverage failed"]],
  ["seed", "successful", [], { explained: ACCIDENT }],
  ["seed", "failed", ["unexplained_failures failed"]],
  ["quiet", "inconclusive", ["full_days undecided", "matched_pairs undecided"], { now: "2026-06-24T12:00Z" }],
];

describe("the verdict on a week", () => {
  test.each(EXPECTED)("%s: %s %j %j", (name, verdict, notPassed, settings = {}) => {
    const comparison = compareWeek(name, settings);
    expect(short(comparison)).toEqual(notPassed);
    expect(comparison.verdict).toBe(verdict);
  });

  test("is told for every week", () => {
    expect(new Set(EXPECTED.map(([name]) => name))).toEqual(new Set(WEEK_NAMES));
  });

  test("the same seed gives the same week", () => {
    for (const name of WEEK_NAMES) expect(weekLines(name)).toBe(weekLines(name));
  });
});

describe("a laptop that slept", () => {
  test.each(WEEK_NAMES.filter((name) => name.includes("asleep") || name.includes("sleeps")))(
    "is a missing control: %s",
    (name) => {
      const { candidate, controls } = compareWeek(name);
      const [control] = controls;
      expect(control?.missing.asleep).toBeGreaterThan(200);
      expect(control?.missing.unknown).toBe(0);
      // None of the slots in which it slept is a pair, so none of them is won.
      expect(control?.pairs.n).toBeLessThanOrEqual(control?.runs ?? 0);
      expect(control?.pairs.onlyCandidate).toBe(0);
      expect(candidate.missing.asleep).toBe(0);
    },
  );

  test("leaves the completion rates as they would be without these slots", () => {
    const [control] = compareWeek("laptop asleep at night").controls;
    expect(control?.completed.count).toBe(control?.completed.n);
    expect(control?.pairs.pValue).toBe(1);
  });
});

describe("what a comparison tells", () => {
  test("where the candidate began, and what is before that is not compared", () => {
    const { slots, compared, fullDays } = compareWeek("seed");
    expect({ slots, fullDays, from: new Date(compared.from ?? 0).toISOString(), compared: compared.slots }).toEqual({
      slots: 672,
      fullDays: 6,
      from: "2026-06-21T19:45:00.000Z",
      compared: 593,
    });
  });

  test("an explanation stays beside its failure", () => {
    const { failures } = compareWeek("proxy accident", { explained: ACCIDENT });
    expect(failures).toEqual([
      {
        source: "activity-core",
        slot: Date.parse("2026-06-23T02:15Z"),
        outcome: "failed",
        reason: "the proxy cut it off after 30 s",
      },
    ]);
  });

  test("an explanation of nothing is noted", () => {
    expect(compareWeek("quiet", { explained: ACCIDENT }).notes).toEqual([
      "nothing failed at 2026-06-23 02:15Z, which is explained",
    ]);
  });

  test("what two runners that began together passed over is counted apart", () => {
    const together = compareWeek("lock contention");
    expect(together.controls[0]?.pairs.sameMinute).toBe(672);
    expect(together.controls[0]?.skippedLock.sameMinute).toBeGreaterThan(100);
    expect(together.controls[0]?.skippedLock.other).toBe(0);
    expect(compareWeek("other minutes").controls[0]?.pairs.sameMinute).toBe(0);
  });

  test("runs with warnings have completed", () => {
    const { candidate } = compareWeek("warn-only sweeps");
    expect(candidate.outcomes.warn).toBeGreaterThan(150);
    expect(candidate.completed).toMatchObject({ count: 672, n: 672 });
    expect(candidate.failureLimit * 100).toBeCloseTo(0.445, 3);
  });

  test("a behaviour that changed splits the window", () => {
    const { segments, compared, notes } = compareWeek("behaviour changed late");
    expect(segments.map(({ runs, isCounted }) => ({ runs, isCounted }))).toEqual([
      { runs: 408, isCounted: false },
      { runs: 264, isCounted: true },
    ]);
    expect(compared.slots).toBe(264);
    expect(notes).toEqual(["the behaviour of activity-core changed 1 times: only the last part counts"]);
  });

  test("paused slots are no part of the coverage, nor of the full days", () => {
    const { candidate, criteria, fullDays } = compareWeek("paused for a day", { pauses: [pausedDay] });
    expect(candidate.missing).toEqual({ paused: 96, asleep: 0, overlap: 0, unknown: 0 });
    expect(criteria.find(({ name }) => name === "coverage")).toMatchObject({ seen: 1, n: 576 });
    expect(fullDays).toBe(6);
  });

  test("slots in which nobody left an event are noted", () => {
    const { silentSlots, notes } = compareWeek("hub down");
    expect(silentSlots).toBe(16);
    expect(notes.join()).toContain("in 16 of 672 slots nobody left an event");
  });

  test("a clock that is off is noted", () => {
    expect(compareWeek("laptop's clock ahead").notes.join()).toContain("half of the runs of local-timer are late");
    const behind = compareWeek("cluster's clock behind");
    expect(behind.notes.join()).toContain("its clock is behind");
    expect(behind.input.problems.find(({ kind }) => kind === "before-its-fire")?.count).toBe(672);
  });

  test("the order and the repetition of lines change nothing", () => {
    const { candidate, controls, input } = compareWeek("lines twice, out of order");
    expect(candidate.duplicates.fires + (controls[0]?.duplicates.fires ?? 0)).toBe(0);
    expect(input.problems.find(({ kind }) => kind === "doubled")?.count).toBe(Math.ceil(1344 / 5));
  });
});
