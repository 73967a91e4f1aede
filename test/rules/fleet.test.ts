import { describe, expect, test } from "vitest";
import { codesOf, judge, made } from "./made.ts";

/** Definitions that fire at these times, and call endpoints of their own. */
function fleet(...crons: readonly string[]) {
  return crons.map((cron, index) => made({ schedule: { cron }, max_seconds: 20 }, `job-${index}`));
}

const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

/** What is said of crowds in a minute. */
function crowds(definitions: readonly ReturnType<typeof made>[]): string[] {
  return judge(definitions).flatMap(({ code, message }) => (code === "thundering-herd" ? [message] : []));
}

describe("a crowd in one minute", () => {
  test.each([
    [9, "30 6 * * *", []],
    [10, "30 6 * * *", ['"30 6 * * *" fires at 06:30, as do 9 others of 10 jobs']],
    [10, "30 6 * * MON", ['"30 6 * * MON" fires at 06:30 on Monday, as do 9 others of 10 jobs']],
    [10, "5 23 * * SAT", ['"5 23 * * SAT" fires at 23:05 on Saturday, as do 9 others of 10 jobs']],
    // A date or a month is seldom the same day of the week.
    [10, "30 6 1 * *", []],
    [10, "30 6 * 2 *", []],
    // Twelve times an hour is the most that can be moved.
    [10, "*/5 6 * * *", ['"*/5 6 * * *" fires at 06:00, as do 9 others of 10 jobs']],
    [10, "*/5,1 6 * * *", []],
  ])("%d jobs that fire at %s", (count, cron, messages) => {
    expect(crowds(fleet(...times(count, cron)))).toEqual(messages);
  });

  test("is told by its weekday where other days are less full", () => {
    const definitions = fleet(...times(9, "30 6 * * SUN,MON,TUE,WED,THU,FRI,SAT"), "30 6 * * WED");
    expect(crowds(definitions)).toEqual(['"30 6 * * WED" fires at 06:30 on Wednesday, as do 9 others of 10 jobs']);
  });

  test("counts those whose jitter is under a minute", () => {
    const withJitter = (jitter_seconds: number) =>
      times(10, 0).map((_, index) =>
        made({ schedule: { cron: "30 6 * * *", jitter_seconds }, misfire_grace_seconds: 90 }, `job-${index}`),
      );
    expect([crowds(withJitter(59)).length, crowds(withJitter(60)).length]).toEqual([1, 0]);
  });
});

describe("two jobs that call one endpoint in one minute", () => {
  /** The time at which they meet, where the second one is told to move. */
  function meeting(first: string, second: string): string | undefined {
    const call = (cron: string, name: string) =>
      made({ schedule: { cron }, max_seconds: 20, invoke: { path: "/shared", body: { name } } }, name);
    const found = judge([call(first, "a"), call(second, "b")]).find(({ code }) => code === "meeting-endpoints");
    return /for instance at ([0-9:]+)/.exec(found?.message ?? "")?.[1];
  }

  test.each([
    ["30 2 * * *", "0,30 2,3 * * *", "02:30"],
    ["30 2 * * *", "30 3 * * *", undefined],
    ["30 2 * * *", "31 2 * * *", undefined],
    ["30 2 * * MON", "30 2 * * TUE", undefined],
    ["30 2 13 * *", "30 2 * * FRI", "02:30"],
    ["30 2 * 1 *", "30 2 * 2 *", undefined],
    // A day that both name, in a month that has it.
    ["0 4 31 * *", "0 4 * 2 *", undefined],
    ["0 4 30,31 * *", "0 4 * 4 *", "04:00"],
    ["0 4 31 * *", "0 4 * 2,3 *", "04:00"],
    ["0 4 29 * *", "0 4 * 2 *", "04:00"],
  ])("%s and %s", (first, second, time) => {
    expect(meeting(first, second)).toBe(time);
  });

  test("are told of minutes that neither of the others has", () => {
    const call = (cron: string, name: string) =>
      made({ schedule: { cron }, max_seconds: 20, invoke: { path: "/shared", body: { name } } }, name);
    const others = ["*/2", "1-59/4", "3-59/4"].map((minutes, index) => call(`${minutes} 2 * * *`, `a${index}`));
    const found = judge([...others, call("30 2 * * *", "b")]).filter(({ code }) => code === "meeting-endpoints");
    expect(found.map(({ help }) => help)).toEqual(["let one of the two fire at other minutes"]);
  });
});

describe("a part of a project", () => {
  const twins = fleet("30 6 * * *", "30 6 * * *").map((file) => ({
    ...file,
    text: file.text.replace(/^invoke:/m, "# actdef-ignore-file thundering-herd: they are quick\ninvoke:"),
  }));

  test("is not judged as a fleet", () => {
    expect(crowds(fleet(...times(10, "30 6 * * *")))).toHaveLength(1);
    expect(judge(fleet(...times(10, "30 6 * * *")), { isWholeProject: false })).toEqual([]);
  });

  test("may need a comment that the part does not", () => {
    expect(codesOf(judge(twins))).toEqual(["ignore-unused", "ignore-unused"]);
    expect(codesOf(judge(twins, { isWholeProject: false }))).toEqual([]);
  });
});
