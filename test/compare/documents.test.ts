import { describe, expect, test } from "vitest";
import { comparisonJson } from "../../src/compare/comparison-json.ts";
import { comparisonMarkdown } from "../../src/compare/comparison-markdown.ts";
import { readRunEvent } from "../../src/compare/run-event.ts";
import { schemaValidator } from "../schema-validator.ts";
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
