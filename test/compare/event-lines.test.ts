import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InputProblemKind } from "../../src/compare/input-problem.ts";
import { instantOf } from "../../src/compare/instant.ts";
import { compareLines, weekLines } from "./compared-week.ts";

const RUN = {
  run_id: "1",
  activity_id: "the-custodian.state-hub-consistency-sweep",
  source: "activity-core",
  scheduled_time: "2026-06-23T02:15:00Z",
  started_at: "2026-06-23T02:15:00.400Z",
  finished_at: "2026-06-23T02:17:31.020Z",
  outcome: "ok",
};
const line = (changes: object = {}) => `${JSON.stringify({ ...RUN, ...changes })}\n`;

function problemsOf(lines: string | Buffer): Partial<Record<InputProblemKind, [count: number, line: number]>> {
  const { problems } = compareLines(lines).comparison.input;
  return Object.fromEntries(problems.map(({ kind, count, first }) => [kind, [count, first.line]]));
}

const slotsWithRun = (lines: string) => compareLines(lines).comparison.candidate.runs;

describe("an event that is odd is counted by its kind, with the line where that is first", () => {
  test.each<[string, string, InputProblemKind, [number, number]]>([
    ["garbage", `${line()}no json\n`, "not-json", [1, 2]],
    ["binary", `${line()}\u0000\u0001\ufffd\n`, "not-json", [1, 2]],
    [
      "a line that was cut off",
      `${line()}{"run_id":"2","started_at":"2026-\n${line({ run_id: "3" })}`,
      "cut-line",
      [1, 2],
    ],
    ["a file that was cut off", line() + line({ run_id: "2" }).slice(0, 50), "cut-line", [1, 2]],
    ["a line of more than a mebibyte", `${line()}"${"x".repeat(1_048_577)}"\n`, "too-long", [1, 2]],
    ["one without an end", `${line()}"${"x".repeat(3_000_000)}`, "too-long", [1, 2]],
    ["no object", `${line()}[1]\n7\nnull\n`, "not-an-event", [3, 2]],
    ["no start", line() + line({ started_at: undefined }), "not-an-event", [1, 2]],
    ["no instant", line({ finished_at: "yesterday" }), "not-an-event", [1, 1]],
    ["a day that is none", line({ finished_at: "2026-13-45T02:17:31.020Z" }), "not-an-event", [1, 1]],
    ["no outcome that is known", line({ outcome: "done" }), "not-an-event", [1, 1]],
    ["counts that are none", line({ counts: { swept: -1 } }), "not-an-event", [1, 1]],
    ["an array for counts", line({ counts: { swept: [] } }), "not-an-event", [1, 1]],
    ["another activity", line() + line({ activity_id: "acme.report" }), "other-activity", [1, 2]],
    ["no activity and no type", line({ activity_id: null }), "other-activity", [1, 1]],
    ["another type", line({ type: "deploy" }), "other-type", [1, 1]],
    ["an unknown source", line() + line({ source: "old-laptop" }), "unknown-source", [1, 2]],
    ["no source", line({ source: undefined }), "unknown-source", [1, 1]],
    [
      "the future",
      line({ started_at: "2026-06-28T07:00:00Z", finished_at: "2026-06-28T07:01:00Z" }),
      "from-the-future",
      [1, 1],
    ],
    ["an end in the future", line({ finished_at: "2027-06-28T07:01:00Z" }), "from-the-future", [1, 1]],
    ["another day", line({ scheduled_time: "2026-06-20T23:45:00Z" }), "outside-window", [1, 1]],
    ["the day after", line({ scheduled_time: "2026-06-28T00:00:00Z" }), "outside-window", [1, 1]],
    ["a manual run", line({ scheduled_time: "2026-06-23T02:07:12Z" }), "off-schedule", [1, 1]],
    ["the same line again", line() + line() + line(), "doubled", [2, 2]],
    ["the same run with another outcome", line() + line({ outcome: "failed" }), "contradicting", [1, 2]],
    ["an end before the start", line({ finished_at: "2026-06-23T02:14:00Z" }), "ends-before-start", [1, 1]],
    ["a start before the fire", line({ started_at: "2026-06-23T02:14:59Z" }), "before-its-fire", [1, 1]],
    [
      "the wrong order",
      line() + line({ run_id: "0", started_at: "2026-06-23T02:00:01Z", scheduled_time: "2026-06-23T02:00:00Z" }),
      "out-of-order",
      [1, 2],
    ],
  ])("%s", (_name, lines, kind, expected) => {
    expect(problemsOf(lines)).toEqual({ [kind]: expected });
  });

  test("blank lines, blanks around a line and CR LF are nothing odd", () => {
    expect(problemsOf(`\n  ${line().trim()}  \r\n\r\n`)).toEqual({});
  });

  test("what is wrong first is named", () => {
    const { problems } = compareLines(line({ outcome: "done" })).comparison.input;
    expect(problems.map(({ detail }) => detail)).toEqual(["outcome"]);
  });

  test("unknown sources are a bucket each", () => {
    const { unknownSources } = compareLines(line({ source: "a" }) + line({ source: "b" }) + line({ source: "a" }))
      .comparison.input;
    expect(Object.fromEntries(unknownSources)).toEqual({ a: 2, b: 1 });
  });
});

describe("a run counts once, in its slot", () => {
  test("the same run told twice is one, two runs of a slot are a duplicate", () => {
    const duplicates = (lines: string) => compareLines(lines).comparison.candidate.duplicates;
    expect(duplicates(line() + line())).toEqual({ fires: 0, runs: 0 });
    expect(duplicates(line() + line({ run_id: "2" }) + line({ run_id: "3" }) + line({ run_id: "2" }))).toEqual({
      fires: 1,
      runs: 2,
    });
  });

  test("of contradicting outcomes the worse one counts, in whatever order", () => {
    for (const lines of [line() + line({ outcome: "failed" }), line({ outcome: "failed" }) + line()]) {
      expect(compareLines(lines).comparison.candidate.outcomes).toEqual({ ok: 0, warn: 0, failed: 1, timed_out: 0 });
    }
  });

  test("without a nominal fire it belongs to the latest slot at or before its start", () => {
    const at = (started_at: string) =>
      compareLines(line({ scheduled_time: undefined, started_at })).comparison.compared.from;
    expect(at("2026-06-23T02:15:00.000Z")).toBe(Date.parse("2026-06-23T02:15Z"));
    expect(at("2026-06-23T02:14:59.999Z")).toBe(Date.parse("2026-06-23T02:00Z"));
  });

  test("a late start belongs to the slot that it is for, and is late beyond the grace", () => {
    const of = (started_at: string) =>
      compareLines(line({ started_at, finished_at: "2026-06-23T03:00:00Z" })).comparison;
    expect(of("2026-06-23T02:16:00.000Z").candidate).toMatchObject({ onTime: 1, late: 0 });
    expect(of("2026-06-23T02:16:00.001Z").candidate).toMatchObject({ onTime: 0, late: 1 });
  });

  test("a page of the hub is a line, and its events have their fields in detail", () => {
    const { activity_id: _, run_id: id, ...detail } = RUN;
    const page = { events: [{ id, type: "consistency_sweep_remote_all", detail }], next: null };
    expect(slotsWithRun(`${JSON.stringify(page)}\n`)).toBe(1);
  });

  test("a history and the hub that tell of the same run tell of one", () => {
    const { activity_id: _, scheduled_time: __, run_id: ___, ...detail } = RUN;
    const id = "event-1";
    const event = { id, type: "consistency_sweep_remote_all", detail: { ...detail, counts: { swept: 41 } } };
    for (const lines of [`${line()}${JSON.stringify(event)}\n`, `${JSON.stringify(event)}\n${line()}`]) {
      const { candidate, notes } = compareLines(lines).comparison;
      expect(candidate).toMatchObject({ runs: 1, duplicates: { fires: 0, runs: 0 }, swept: 41 });
      expect(notes.join()).toContain("of 1 slots of activity-core a history and the hub tell: the history counts");
    }
  });

  test("rows of Postgres, with microseconds and an offset", () => {
    expect(
      slotsWithRun(
        line({ started_at: "2026-06-23T02:15:00.412345+00:00", scheduled_time: "2026-06-23T04:15:00+02:00" }),
      ),
    ).toBe(1);
  });
});

describe("a gap", () => {
  const slot = (minutes: number) => new Date(Date.parse("2026-06-23T00:00Z") + minutes * 60_000).toISOString();
  const run = (minutes: number, source = "local-timer", seconds = 60) =>
    line({
      run_id: `${source} ${minutes}`,
      source,
      scheduled_time: slot(minutes),
      started_at: slot(minutes),
      finished_at: slot(minutes + seconds / 60),
    });
  const candidate = Array.from({ length: 12 }, (_, index) => run(index * 15, "activity-core")).join("");
  const missing = (lines: string) => {
    const { controls, candidate: figures } = compareLines(candidate + lines, { now: "2026-06-23T03:00Z" }).comparison;
    return { control: controls[0]?.missing, candidate: figures.missing };
  };

  test("of one slot is not known, of two or more a host that slept", () => {
    const { control } = missing([0, 15, 45, 60, 105, 120, 135, 150, 165].map((at) => run(at)).join(""));
    expect(control).toMatchObject({ unknown: 1, asleep: 2, overlap: 0 });
  });

  test("in which an earlier run still went on is an overlap that was skipped", () => {
    const { control } = missing(
      run(0, "local-timer", 1900) + [45, 60, 75, 90, 105, 120, 135, 150, 165].map((at) => run(at)).join(""),
    );
    expect(control).toMatchObject({ unknown: 0, asleep: 0, overlap: 2 });
  });

  test("of the candidate is never a host that slept", () => {
    const lines = [0, 90, 105].map((at) => run(at, "activity-core")).join("");
    const { candidate: figures } = compareLines(lines, { now: "2026-06-23T02:00Z" }).comparison;
    expect(figures.missing).toMatchObject({ asleep: 0, unknown: 5 });
  });
});

describe("a stream", () => {
  const week = Buffer.from(weekLines("seed"));
  const whole = compareLines(week).comparison;

  test("reads the same however it is cut into chunks", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: week.length }), { maxLength: 40 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), week.length];
        const chunks = ends.map((end, index) => week.subarray(ends[index - 1] ?? 0, end));
        expect(compareLines(chunks).comparison).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test("of any bytes is read to its end, and every line of it is accounted for", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        const { input } = compareLines(Buffer.from(bytes)).comparison;
        const told = input.problems.reduce((sum, { count }) => sum + count, 0);
        const lines = Buffer.from(bytes)
          .toString()
          .split("\n")
          .filter((text) => text.trim() !== "");
        expect(told).toBe(lines.length);
      }),
    );
  });

  test("in another order comes to the same", () => {
    const lines = weekLines("seed").trim().split("\n");
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        const { input: _, ...comparison } = compareLines(`${shuffled.join("\n")}\n`).comparison;
        const { input: __, ...expected } = whole;
        expect(comparison).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });
});

test("instants are read as Date reads them", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      expect(instantOf(date.toISOString())).toBe(date.getTime());
    }),
  );
  expect(instantOf("2026-06-23T02:15:00+02:00")).toBe(Date.parse("2026-06-23T00:15:00Z"));
  for (const text of [
    "2026-06-23",
    "2026-06-23 02:15:00Z",
    "2026-06-23T02:15:00",
    "2026-06-23T24:15:00.000Z",
    "x",
    "",
  ]) {
    expect(instantOf(text), text).toBeNull();
  }
});
