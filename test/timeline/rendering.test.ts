import { join } from "node:path";
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { timelineOf } from "../../src/timeline/timeline.ts";
import { timelineJson } from "../../src/timeline/timeline-json.ts";
import { timelineSvg } from "../../src/timeline/timeline-svg.ts";
import { timelineText } from "../../src/timeline/timeline-text.ts";
import { sweep } from "../project/sample.ts";
import { schemaValidator } from "../schema-validator.ts";
import { at, crowd, day, job, targets, week } from "./fleet.ts";

/** Some on the hour, one that is compared, one with a jitter, one that never fires in this week, and the sweep. */
const fleet = [
  ...crowd(12),
  ...crowd(2, "30 2 * * *").map(({ activity }) =>
    job(`backup.nightly-${activity.id.at(-1)}`, { schedule: activity.schedule }),
  ),
  job("acme.compared", { rollout: { ...sweep.rollout, phase: "parallel" } }),
  job("acme.spread", {
    schedule: { ...at("*/5 * * * *"), jitter_seconds: 90 },
    max_seconds: 30,
    start_to_close_seconds: 75,
  }),
  job("acme.yearly", { schedule: at("0 0 1 1 *") }),
  { path: "activity-definitions/the-custodian/state-hub-consistency-sweep.md", activity: sweep },
];
const hostile = [
  job("acme.hostile", {
    title: `<script>alert(1)</script> & "quotes" \u0000\u001b[31m\ufffe\ud800`,
    schedule: at("5 * * * *"),
  }),
];
const golden = (name: string) => join(import.meta.dirname, "golden", name);

describe.each([
  ["day", day],
  ["week", week],
] as const)("a %s", (name, period) => {
  const timeline = timelineOf(fleet, targets, period);

  test.each([100, 60, 40])("as text, %i columns wide", async (columns) => {
    const text = timelineText(timeline, columns);
    expect(text.split("\n").filter((line) => stringWidth(line) > columns)).toEqual([]);
    await expect(text).toMatchFileSnapshot(golden(`${name}-${columns}.txt`));
  });

  test("as SVG", async () => {
    await expect(timelineSvg(timeline)).toMatchFileSnapshot(golden(`${name}.svg`));
  });

  test("as JSON, by its schema", () => {
    const validate = schemaValidator("timeline");
    validate(JSON.parse(timelineJson(timeline)));
    expect(validate.errors).toBeNull();
  });
});

test.each([
  ["no activity", []],
  ["nothing that fires", [job("acme.yearly", { schedule: at("0 0 1 1 *") })]],
])("of %s there is not much to see", (_, activities) => {
  const timeline = timelineOf(activities, targets, day);
  expect(timelineText(timeline, 100)).toContain("nothing fires");
  expect(wellFormed(timelineSvg(timeline))).toBe(true);
  const validate = schemaValidator("timeline");
  validate(JSON.parse(timelineJson(timeline)));
  expect(validate.errors).toBeNull();
});

describe("the picture", () => {
  const svg = timelineSvg(timelineOf([...fleet, ...hostile], targets, day));

  test("is well formed, whatever a title holds", () => {
    expect(wellFormed(svg)).toBe(true);
    expect(["<script", "\u0000", "\u001b", "\ufffe"].filter((text) => svg.includes(text))).toEqual([]);
  });

  test("needs nothing beside it", () => {
    expect(svg.match(/(?:href|src|url\(|@import|https?:)[^\s]*/g)).toEqual(
      ["https:", 'http://www.w3.org/2000/svg"'].slice(1),
    );
  });

  test("has words for those who do not see it", () => {
    expect(svg).toMatch(/role="img" aria-labelledby="title description"/);
    expect(svg).toMatch(/<desc id="description">.*at most 14 in one minute, first at 00:00Z.*Proposal: at most 1 /);
    expect(svg).toContain('aria-label="the-custodian.state-hub-consistency-sweep (State Hub consistency sync, paused)');
  });
});

/** Whether every element is closed in its turn, and every text is of XML. */
function wellFormed(svg: string): boolean {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/?)>/gi,
    (_, closes, name, _attributes, isEmpty) => {
      if (closes && open.pop() !== name) open.push("wrong");
      if (!closes && !isEmpty) open.push(name);
      return "";
    },
  );
  return open.length === 0 && !/[<]|&(?!amp;|lt;|quot;)/.test(rest);
}
