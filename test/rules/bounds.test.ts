import { describe, expect, test } from "vitest";
import { codesOf, judge, made } from "./made.ts";

/** Behind this bridge, which cuts at 4000 s, only the schedule bounds the work. */
const slow = { base_url_env: "BACKUPS_URL" };

/** Fires every hour: gaps of 3600 s. All rules look at each; the last value that is fine, and the first one that is not. */
describe("the bounds of times, each held by one rule only", () => {
  test.each([
    ["nothing out of the ordinary", {}, []],
    ["work as long as the gap", { max_seconds: 3600, invoke: slow }, ["attempts-exceed-gap"]],
    ["work longer than the gap", { max_seconds: 3601, invoke: slow }, ["budget-exceeds-gap"]],
    ["an attempt that ends with what is left", { misfire_grace_seconds: 1000, max_seconds: 2555, invoke: slow }, []],
    [
      "an attempt that ends a second later",
      { misfire_grace_seconds: 1000, max_seconds: 2556, invoke: slow },
      ["attempts-exceed-gap"],
    ],
    ["a grace of half the gap", { misfire_grace_seconds: 1800 }, []],
    ["a grace above half the gap", { misfire_grace_seconds: 1801 }, ["wide-grace"]],
    ["a grace of nearly the gap", { misfire_grace_seconds: 3599 }, ["attempts-exceed-gap", "wide-grace"]],
    ["a grace of the gap", { misfire_grace_seconds: 3600 }, ["grace-too-large"]],
    ["a jitter of the grace", { schedule: { jitter_seconds: 60 } }, []],
    ["a jitter above the grace", { schedule: { jitter_seconds: 61 } }, ["tight-grace"]],
    ["a jitter of half the gap", { schedule: { jitter_seconds: 1800 } }, ["tight-grace"]],
    ["a jitter above half the gap", { schedule: { jitter_seconds: 1801 } }, ["jitter-too-large"]],
    [
      "a jitter of half the gap, and no room for work",
      { schedule: { jitter_seconds: 1800 }, misfire_grace_seconds: 1800 },
      ["attempts-exceed-gap"],
    ],
    ["work of 80 % of the gap", { max_seconds: 2880, invoke: slow }, []],
    ["work above 80 % of the gap", { max_seconds: 2881, invoke: slow }, ["duty-cycle"]],
    [
      "work above 80 % of the gap that just ends",
      { max_seconds: 3000, misfire_grace_seconds: 555, invoke: slow },
      ["duty-cycle"],
    ],
    ["a client as patient as the work is long", { invoke: { timeout_seconds: 300 } }, ["client-deadline"]],
    ["a client a second more patient", { invoke: { timeout_seconds: 301 } }, []],
    ["a client less patient than the bridge", { invoke: { timeout_seconds: 999 } }, []],
    ["a client as patient as the bridge", { invoke: { timeout_seconds: 1000 } }, ["timeout-chain"]],
    ["pauses as long as the first", { retry: { max_attempts: 2, backoff_seconds: 30, max_backoff_seconds: 30 } }, []],
    ["created and changed on one day", { created: "2026-02-03", updated: "2026-02-03" }, []],
    ["created on a day unknown", { updated: "2026-02-03" }, []],
    ["never changed", { created: "2026-02-03" }, []],
    ["a window of no time", window("2026-02-03T00:00:00Z", "2026-02-03T00:00:00Z"), ["schedule-window"]],
    ["a window with no end", { schedule: { starts_at: "2026-02-03T00:00:00Z" } }, []],
    ["a window with no start", { schedule: { ends_at: "2026-02-03T00:00:00Z" } }, []],
    ["a window up to a leap second", window("2016-12-31T23:10:00Z", "2016-12-31T23:59:60Z"), ["schedule-window"]],
    ["a window from a leap second", window("2016-12-31T23:59:60Z", "2017-01-01T00:07:00Z"), []],
    ["a window of a leap second", window("2016-12-31T23:59:60.5Z", "2017-01-01T00:06:00Z"), ["schedule-window"]],
  ])("%s", (_, fields, codes) => {
    expect(codesOf(judge([made(fields)])).sort()).toEqual(codes);
  });

  test("of a schedule that never fires, nothing else is said, whatever the other times are", () => {
    const schedule = {
      cron: "0 0 30 2 *",
      jitter_seconds: 90,
      starts_at: "2026-01-01T00:00:00Z",
      ends_at: "2026-01-02T00:00:00Z",
    };
    const never = made({ schedule, misfire_grace_seconds: 70, max_seconds: 900 });
    expect(codesOf(judge([never]))).toEqual(["never-fires"]);
  });
});

describe("a schedule that begins or ends within the parallel run, from 2 up to 9 February", () => {
  const from = "2026-02-02";
  const said = (schedule: object, until = "2026-02-09", cron = "0 6 * * *") => {
    const replaces = [{ unit: "report.timer", source: "old-server", cron: "0 3 * * *" }];
    const rollout = { phase: "canary", replaces, parallel: { from, until } };
    return codesOf(judge([made({ schedule: { cron, ...schedule }, progress_event: "report", rollout })]));
  };

  test.each([
    [{ starts_at: "2026-02-02T06:00:00Z" }, []],
    [{ starts_at: "2026-02-02T06:00:01Z" }, ["parallel-bounds"]],
    [{ starts_at: "2026-03-01T00:00:00Z" }, ["parallel-bounds"]],
    [{ ends_at: "2026-02-08T06:00:00Z" }, []],
    [{ ends_at: "2026-02-08T05:59:59Z" }, ["parallel-bounds"]],
    [{ ends_at: "2026-01-01T00:00:00Z" }, ["parallel-bounds"]],
  ])("%j", (schedule, codes) => {
    expect(said(schedule)).toEqual(codes);
  });

  test("misses the fire at its first midnight, and none at its last", () => {
    expect(said({ starts_at: "2026-02-02T00:00:01Z" }, "2026-02-09", "0 0 * * *")).toEqual(["parallel-bounds"]);
    expect(said({ ends_at: "2026-02-08T00:00:00Z" }, "2026-02-09", "0 0 * * *")).toEqual([]);
  });

  test.each([from, "2026-02-01"])("of a parallel run until %s, only that it is empty is said", (until) => {
    expect(said({ starts_at: "2026-03-01T00:00:00Z" }, until)).toEqual(["parallel-window"]);
    expect(said({ ends_at: "2026-01-01T00:00:00Z" }, until)).toEqual(["parallel-window"]);
    expect(said({ starts_at: "2026-02-02T00:00:00Z" }, until, "0 0 * * *")).toEqual(["parallel-window"]);
  });
});

function window(starts_at: string, ends_at: string) {
  return { schedule: { starts_at, ends_at } };
}

describe("what is advised where attempts do not fit before the next fire", () => {
  const pauses = { backoff_seconds: 20, backoff_factor: 1 };

  test.each([
    [
      "two of five fit",
      { max_seconds: 300, retry: { max_attempts: 5, ...pauses } },
      "write 2, or make the attempts shorter",
    ],
    // 2 x (185 + 30 + 15) + 20 = 480, and 840 are left; 3 attempts end at 730, 4 at 980.
    [
      "three of five fit",
      { max_seconds: 185, retry: { max_attempts: 5, ...pauses } },
      "write 3, or make the attempts shorter",
    ],
    // 2 x 410 + 20 = 840: exactly what is left.
    [
      "two fit to the second",
      { max_seconds: 365, retry: { max_attempts: 3, ...pauses } },
      "write 2, or make the attempts shorter",
    ],
    [
      "not even one of two fits",
      { max_seconds: 796, retry: { max_attempts: 2, ...pauses } },
      "lower max_seconds to 795 or less, or fire less often",
    ],
    [
      "not even one fits behind the jitter",
      { max_seconds: 790, schedule: { jitter_seconds: 50 } },
      "lower max_seconds to 745 or less, or fire less often",
    ],
    [
      "a deadline that is written is lowered",
      { max_seconds: 20, schedule: { jitter_seconds: 50 }, invoke: { timeout_seconds: 800 } },
      "lower timeout_seconds to 775 or less, or fire less often",
    ],
    [
      "a deadline can be 2 s",
      { max_seconds: 1, misfire_grace_seconds: 883, invoke: { timeout_seconds: 3 } },
      "lower timeout_seconds to 2 or less, or fire less often",
    ],
    [
      "a deadline cannot be 1 s",
      { max_seconds: 1, misfire_grace_seconds: 884, invoke: { timeout_seconds: 2 } },
      "fire less often",
    ],
    [
      "a budget can be 1 s",
      { max_seconds: 2, misfire_grace_seconds: 854 },
      "lower max_seconds to 1 or less, or fire less often",
    ],
    ["a budget cannot be 0 s", { max_seconds: 1, misfire_grace_seconds: 855 }, "fire less often"],
  ])("%s", (_, { schedule = {}, ...fields }: Parameters<typeof made>[0] & object, help) => {
    const found = judge([made({ ...fields, schedule: { cron: "*/15 * * * *", ...schedule } })]);
    expect(found.find(({ code }) => code === "attempts-exceed-gap")?.help).toBe(help);
  });
});

describe("what is advised where the bridge cuts at 1000 s", () => {
  test.each([
    [998, 1001, "raise proxy_timeout_seconds above 1001, or lower timeout_seconds"],
    // No deadline lies between the budget and the cut.
    [999, 1001, "raise proxy_timeout_seconds above 1001"],
    // Lowering it would not help: it is below the budget, and the one that is needed is the default.
    [1000, 900, "raise proxy_timeout_seconds above 1030"],
    [1000, 1000, "raise proxy_timeout_seconds above 1030"],
  ])("for work of %d s and a client of %d s", (max_seconds, timeout_seconds, help) => {
    const found = judge([made({ max_seconds, invoke: { timeout_seconds } })]);
    expect(found.find(({ code }) => code === "timeout-chain")?.help).toBe(help);
  });

  test.each([
    [999, "the bridge does not outlast the client"],
    [1000, "the bridge gives up before the work may end"],
  ])("work of %d s is lost when %s", (max_seconds, loss) => {
    const found = judge([made({ max_seconds, invoke: { timeout_seconds: 1001 } })]);
    expect(found.find(({ code }) => code === "timeout-chain")?.message).toContain(loss);
  });
});

describe("the steps that leave uneven gaps", () => {
  const list = (unit: string) => `list the ${unit}, if this is meant`;

  test.each([
    ["*/25 * * * *", [["*/25", "10 to 25 minutes", `write */20 or */30, or ${list("minutes")}`]]],
    ["0 */5 * * *", [["*/5", "4 to 5 hours", `write */4 or */6, or ${list("hours")}`]]],
    ["0 0 */2 * *", [["*/2", "1 to 2 days", list("days")]]],
    ["0 0 1 */5 *", [["*/5", "2 to 5 months", `write */4 or */6, or ${list("months")}`]]],
    ["0 0 * * */2", [["*/2", "1 to 2 days", list("days")]]],
    // After 40 minutes the next hour is none in which it fires.
    ["*/40 */16 * * *", [["*/16", "8 to 16 hours", `write */12, or ${list("hours")}`]]],
    ["0-58/29 * * * *", [["0-58/29", "2 to 29 minutes", `write */20 or */30, or ${list("minutes")}`]]],
    // The gap between two ranges is meant, and so is a weekend.
    ["*/7,*/9 * * * *", []],
    ["0 0 * * 1-5/2", []],
    ["*/20 */6 * */3 *", []],
    ["0-59/1 * * * *", []],
  ])("%s", (cron, expected) => {
    const found = judge([made({ schedule: { cron }, max_seconds: 20 })]).filter(({ code }) => code === "uneven-gaps");
    const said = found.map(({ message, help }) => [
      /"(.*?)"/.exec(message)?.[1],
      /gaps of (.*?),/.exec(message)?.[1],
      help,
    ]);
    expect(said).toEqual(expected);
  });
});
