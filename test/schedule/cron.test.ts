import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cron, parseCron } from "../../src/schedule/cron.ts";
import { portableCron } from "./portable-cron.ts";

/** The codes of an expression's problems, each with its token. */
function problemsOf(text: string): string[] {
  return parseCron(text).problems.map(({ code, start, end }) => `${code} ${text.slice(start, end)}`);
}

function valuesOf(cron: Cron | undefined): (readonly number[] | undefined)[] {
  return [cron?.minute, cron?.hour, cron?.dayOfMonth, cron?.month, cron?.dayOfWeek].map((field) => field?.values);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const every = {
  minute: range(0, 59),
  hour: range(0, 23),
  date: range(1, 31),
  month: range(1, 12),
  weekday: range(0, 6),
};

describe("accepted", () => {
  test.each([
    ["*/15 * * * *", [[0, 15, 30, 45], every.hour, every.date, every.month, every.weekday]],
    ["0 22 1-7 JAN,Mar-may *", [[0], [22], range(1, 7), [1, 3, 4, 5], every.weekday]],
    ["0 0 * * MON-fri", [[0], [0], every.date, every.month, range(1, 5)]],
    ["30,5,5,0-10/5 0 * * *", [[0, 5, 10, 30], [0], every.date, every.month, every.weekday]],
    ["*/59 */23 */30 */11 *", [[0, 59], [0, 23], [1, 31], [1, 12], every.weekday]],
    ["0 0 * * */6", [[0], [0], every.date, every.month, [0, 6]]],
    ["*,7 5-5 * * *", [every.minute, [5], every.date, every.month, every.weekday]],
    [" \t*  *\t* * * ", [every.minute, every.hour, every.date, every.month, every.weekday]],
    ["0 0 30 2 *", [[0], [0], [30], [2], every.weekday]],
    ["@hourly", [[0], every.hour, every.date, every.month, every.weekday]],
    ["@daily", [[0], [0], every.date, every.month, every.weekday]],
    ["@weekly", [[0], [0], every.date, every.month, [0]]],
    ["@monthly", [[0], [0], [1], every.month, every.weekday]],
    ["@yearly", [[0], [0], [1], [1], every.weekday]],
  ])("%s", (text, values) => {
    const { cron, problems } = parseCron(text);
    expect(problems).toEqual([]);
    expect(cron?.source).toBe(text);
    expect(valuesOf(cron)).toEqual(values);
  });

  test("a field keeps its items as ranges, in the order in which they are written", () => {
    const { cron } = parseCron("50,0-20/10,*/30 * 2 * *");
    expect(cron?.minute.ranges).toEqual([
      { start: 50, end: 50, step: 1 },
      { start: 0, end: 20, step: 10 },
      { start: 0, end: 59, step: 30 },
    ]);
    expect(cron?.hour.ranges).toEqual([{ start: 0, end: 23, step: 1 }]);
  });

  test("only a bare star leaves a field unrestricted", () => {
    const isRestricted = (text: string) => parseCron(`0 0 ${text} * *`).cron?.dayOfMonth.restricted;
    expect(["*", "*/1", "1-31", "*,1", "1"].map(isRestricted)).toEqual([false, true, true, true, true]);
  });
});

describe("several problems", () => {
  test("all of them are reported, in the order of the expression", () => {
    expect(problemsOf("TZ=UTC 60 22-2 L * 7")).toEqual([
      "cron-time-zone-prefix TZ=UTC",
      "cron-value-out-of-range 60",
      "cron-descending-range 22-2",
      "cron-extension-letter L",
      "cron-sunday-seven 7",
      "cron-two-day-fields 7",
    ]);
    expect(problemsOf("60-61/0,x 24/99 * October-January Foo#1")).toEqual([
      "cron-value-out-of-range 60",
      "cron-value-out-of-range 61",
      "cron-step-too-large 0",
      "cron-name x",
      "cron-value-out-of-range 24",
      "cron-step-too-large 99",
      "cron-name October",
      "cron-descending-range October-January",
      "cron-name January",
      "cron-nth-weekday Foo#1",
    ]);
  });

  test("a replacement corrects all of them at once", () => {
    const { problems } = parseCron("TZ=UTC  05/15 22-2 ?\u00a0October-January 5-7 # nightly");
    expect(new Set(problems.map((problem) => problem.replacement))).toEqual(
      new Set(["5-59/15 0-2,22,23 * JAN,OCT-DEC 0,5,6"]),
    );
  });

  test("there is no replacement where one of them has no safe answer", () => {
    const { problems } = parseCron("05 22-2 L * *");
    expect(problems.map((problem) => problem.replacement)).toEqual([undefined, undefined, undefined]);
  });

  test("an item at fault does not hide what is wrong with the others", () => {
    expect(problemsOf("5-,60,*/61,08 * * * *")).toEqual([
      "cron-syntax 5-",
      "cron-value-out-of-range 60",
      "cron-step-too-large 61",
      "cron-leading-zero 08",
    ]);
  });
});

describe("any expression of the dialect", () => {
  test("has the values that were meant", () => {
    fc.assert(
      fc.property(portableCron, ({ text, minute, hour, dayOfMonth, month, dayOfWeek }) => {
        const { cron, problems } = parseCron(text);
        const meant = [minute, hour, dayOfMonth, month, dayOfWeek];
        expect(problems).toEqual([]);
        expect(valuesOf(cron)).toEqual(meant.map((values) => [...new Set(values)].sort((a, b) => a - b)));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("has the values that cron-parser reads", () => {
    const distinct = portableCron.filter((portable) => !portable.repeats);
    fc.assert(
      fc.property(distinct, ({ text }) => {
        const { minute, hour, dayOfMonth, month, dayOfWeek } = CronExpressionParser.parse(text).fields;
        const weekdays = new Set(dayOfWeek.values.map((day) => Number(day) % 7));
        // For a single month, cron-parser drops the dates that the month does not have.
        const dates = month.values.length === 1 ? expect.arrayContaining([...dayOfMonth.values]) : dayOfMonth.values;
        expect(valuesOf(parseCron(text).cron)).toEqual([
          minute.values,
          hour.values,
          dates,
          month.values,
          [...weekdays].sort((a, b) => a - b),
        ]);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});

describe("any text", () => {
  const alphabet = fc.constantFrom(
    ..."0123456789*/-,#@?LWHR \t\n\u00a0–٣😀ATZ=".split(""),
    "JAN",
    "MON",
    "@daily",
    "* ",
    "TZ=",
  );
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: alphabet, maxLength: 30 }));

  test("is read without an exception, with every problem inside it", () => {
    fc.assert(
      fc.property(text, (text) => {
        const { cron, problems } = parseCron(text);
        expect(cron !== undefined || problems.length > 0).toBe(true);
        for (const { start, end, message, help } of problems) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(end > start || text === "").toBe(true);
          expect(message).not.toBe("");
          expect(help).toMatch(/^[a-z].*[^.]$/);
        }
      }),
      { seed: 3, numRuns: 5000 },
    );
  });

  test("has only replacements without problems", () => {
    fc.assert(
      fc.property(text, (text) => {
        for (const { replacement } of parseCron(text).problems) {
          if (replacement !== undefined) expect(parseCron(replacement).problems).toEqual([]);
        }
      }),
      { seed: 4, numRuns: 5000 },
    );
  });
});
