import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { comparisonJson } from "../../src/compare/comparison-json.ts";
import { comparisonMarkdown } from "../../src/compare/comparison-markdown.ts";
import { readRunEvent } from "../../src/compare/run-event.ts";
import { schemaValidator } from "../schema-validator.ts";
import { ROOT } from "../transcript.ts";
import { compareLines, compareWeek, WEEK_NAMES, weekLines } from "./compared-week.ts";

describe("what a comparison leaves", () => {
  const isComparison = schemaValidator("comparison");

  test.each([...WEEK_NAMES, "nothing"])("keeps to its schema: %s", (name) => {
    const comparison = name === "nothing" ? compareLines("").comparison : compareWeek(name);
    isComparison(JSON.parse(comparisonJson(comparison, comparison.verdict === "successful" ? 0 : 3)));
    expect(isComparison.errors).toBeNull();
  });

  test("keeps what comes from outside to its cell", () => {
    const reason = "a | b <script>\n# c `d` [e](f)";
    const markdown = comparisonMarkdown(compareWeek("proxy accident", { explained: { "2026-06-23T02:15Z": reason } }));
    expect(markdown).toContain(
      "| 2026-06-23 02:15Z | activity-core | failed | a \\| b &lt;script&gt; # c \\`d\\` \\[e\\](f) |",
    );
  });

  test("says that nothing was there to compare", () => {
    const { verdict, notes, criteria } = compareLines("").comparison;
    expect(verdict).toBe("inconclusive");
    expect(notes).toEqual(["activity-core has no run on these days"]);
    expect(criteria.map(({ state }) => state)).toEqual(Array(7).fill("undecided"));
  });
});

describe("the schema of an event", () => {
  const isRunEvent = schemaValidator("run-event");

  test.each(WEEK_NAMES)("accepts what is compared: %s", (name) => {
    for (const line of weekLines(name).trim().split("\n").slice(0, 200)) {
      expect(isRunEvent(JSON.parse(line)), line).toBe(true);
      expect(readRunEvent(JSON.parse(line))).toBeTypeOf("object");
    }
  });

  test.each([
    {},
    { run_id: "1", started_at: "2026-06-23T02:15:00Z", outcome: "ok" },
    { run_id: "1", started_at: "2026-06-23T02:15:00Z", finished_at: "x", outcome: "ok" },
    { run_id: "1", started_at: "2026-06-23T02:15:00Z", finished_at: "2026-06-23T02:15:00Z", outcome: "done" },
    { run_id: "1", started_at: "2026-06-23T02:15:00Z", finished_at: "2026-06-23T02:15:00Z", outcome: "ok", counts: 1 },
  ])("refuses what is left out: %j", (event) => {
    expect(isRunEvent(event)).toBe(false);
    expect(readRunEvent(event)).toBeTypeOf("string");
  });
});

test("the document says what was measured, and that is within the limits", () => {
  const { limits, results } = JSON.parse(readFileSync(join(ROOT, "bench/compare.json"), "utf8")) as Measured;
  const page = readFileSync(join(ROOT, "docs/comparing.md"), "utf8");
  for (const { name, events, events_a_second: rate, peak_mib: peak } of results) {
    expect(page).toContain(`| ${name} | ${rate.median} | ${peak.max} |`);
    expect(events).toBe(10_000_000);
    expect(rate.median).toBeGreaterThanOrEqual(limits.events_a_second);
    expect(peak.max).toBeLessThanOrEqual(limits.peak_mib);
  }
});

interface Measured {
  readonly limits: { readonly events_a_second: number; readonly peak_mib: number };
  readonly results: readonly {
    readonly name: string;
    readonly events: number;
    readonly events_a_second: { readonly median: number };
    readonly peak_mib: { readonly max: number };
  }[];
}
