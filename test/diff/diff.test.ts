import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/compile.ts";
import { BREAK_CODES, type BreakCode } from "../../src/diff/break-codes.ts";
import { diffJson } from "../../src/diff/diff-json.ts";
import { diffText } from "../../src/diff/diff-text.ts";
import { diffProjects, type ProjectDiff } from "../../src/diff/project-diff.ts";
import { type Comparison, openCodes } from "../../src/diff/verdict.ts";
import { ROOT } from "../transcript.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const SWEEP = read("activity-definitions/the-custodian/state-hub-consistency-sweep.md");
const TARGET = read("k8s/targets/railiance01.yaml");

type Edit = (text: string) => string;
const as =
  (...changes: readonly (readonly [string, string])[]): Edit =>
  (text) =>
    changes.reduce((done, [from, to]) => {
      expect(done).toContain(from);
      return done.replace(from, to);
    }, text);
const same: Edit = (text) => text;

/** One side of a project with these definitions and this target. */
function side(texts: readonly string[], target = TARGET) {
  const definitions = texts.map((text, index) => ({ path: `activity-definitions/x/${index}.md`, text }));
  const sources = {
    definitions,
    targets: [{ path: "k8s/targets/railiance01.yaml", text: target }],
    isWholeProject: false,
  };
  const analysis = analyse(sources, []);
  expect(analysis.diagnostics.map(({ message }) => message)).toEqual([]);
  return { definitions: analysis.definitions, targets: analysis.targets.map((it) => it.target) };
}

function diffOf(before: Edit, after: Edit, targetAfter: Edit = same): ProjectDiff {
  return diffProjects(side([before(SWEEP)]), side([after(SWEEP)], targetAfter(TARGET)));
}

const codes = (diff: ProjectDiff) => diff.activities.flatMap(({ breaks }) => breaks.map(({ code }) => code));
const comparison = (diff: ProjectDiff, allowed: readonly BreakCode[] = []): Comparison => ({
  diff,
  against: "git:HEAD",
  commit: "9fceb02d0ae598e95dc970b74767f19372d61af8",
  unread: [],
  allowed: new Set(allowed),
});

const RAISED = as(["proxy_timeout_seconds: 360", "proxy_timeout_seconds: 700"]);
const LONGER = as(["max_seconds: 300", "max_seconds: 400"]);
const UUID = "7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b";

describe("what breaks", () => {
  test.each<{ name: string; after: Edit; target?: Edit; found: readonly string[] }>([
    { name: "nothing", after: same, found: [] },
    { name: "a runbook", after: as(["## Purpose", "## Background\n\nMore.\n\n## Purpose"]), found: [] },
    { name: "a title", after: as(["title: State Hub consistency sync", "title: Sweep"]), found: [] },
    { name: "an id", after: as(["id: the-custodian.state", "id: the-keeper.state"]), found: ["id-changed"] },
    { name: "a uuid", after: as(["uuid: 7c4e", "uuid: 8d5f"]), found: ["uuid-changed"] },
    { name: "a method", after: as(["method: POST", "method: PUT"]), found: ["method-changed", "behaviour-changed"] },
    { name: "a path", after: as(["path: /cons", "path: /hub/cons"]), found: ["path-changed", "behaviour-changed"] },
    { name: "a cron", after: as(["*/15 *", "*/20 *"]), found: ["cron-changed", "behaviour-changed"] },
    {
      name: "times, as often as before",
      after: as(["*/15 *", "1-59/15 *"]),
      found: ["cron-changed", "behaviour-changed"],
    },
    { name: "a cron's spelling", after: as(["*/15 *", "0,15,30,45 *"]), found: [] },
    {
      name: "a cron and the grace that follows it",
      after: as(["*/15 *", "*/2 *"], ["max_seconds: 300", "max_seconds: 20"]),
      found: ["cron-changed", "behaviour-changed"],
    },
    {
      name: "a misfire policy",
      after: as(["misfire_policy: skip", "misfire_policy: fire_once"]),
      found: ["misfire-changed", "behaviour-changed"],
    },
    {
      name: "a grace",
      after: as(["misfire_policy: skip", "misfire_policy: skip\nmisfire_grace_seconds: 30"]),
      found: ["misfire-changed", "behaviour-changed"],
    },
    { name: "being enabled", after: as(["enabled: false", "enabled: true"]), found: ["enabled-flipped"] },
    { name: "a smaller budget", after: as(["max_seconds: 300", "max_seconds: 240"]), found: ["behaviour-changed"] },
    { name: "a budget beyond the bridge", after: LONGER, found: ["budget-beyond-chain", "behaviour-changed"] },
    {
      name: "a budget within a bridge that was raised as well",
      after: LONGER,
      target: RAISED,
      found: ["budget-beyond-chain", "behaviour-changed"],
    },
    { name: "a bridge alone", after: same, target: RAISED, found: [] },
    {
      name: "attempts beyond the next fire",
      after: as(["on_failure:", "retry: { max_attempts: 3 }\non_failure:"]),
      found: ["budget-beyond-chain", "behaviour-changed"],
    },
    {
      name: "attempts that fit",
      after: as(["on_failure:", "retry: { max_attempts: 2 }\non_failure:"]),
      found: ["behaviour-changed"],
    },
    { name: "an upstream", after: same, target: as(["host: state-hub", "host: other-hub"]), found: ["host-changed"] },
    {
      name: "a bridge's name",
      after: same,
      target: (text) => text.replaceAll("actcore-state-hub-bridge", "hub-bridge"),
      found: ["host-changed"],
    },
    {
      name: "a variable",
      after: as(["base_url_env: STATE_HUB_URL", "base_url_env: HUB_URL"]),
      target: as(["  STATE_HUB_URL:", "  HUB_URL: { bridge: actcore-state-hub-bridge }\n  STATE_HUB_URL:"]),
      found: ["host-changed", "behaviour-changed"],
    },
  ])("$name: $found", ({ after, target, found }) => {
    expect(codes(diffOf(same, after, target))).toEqual(found);
  });

  test("an activity that disappears, where it was enabled", () => {
    const gone = (text: string) => codes(diffProjects(side([text]), side([])));
    expect(gone(SWEEP)).toEqual([]);
    expect(gone(as(["enabled: false", "enabled: true"])(SWEEP))).toEqual(["removed-enabled"]);
  });

  test("a target that is there on one side alone breaks nothing", () => {
    const without = { ...side([SWEEP]), targets: [] };
    const diff = diffProjects(side([SWEEP]), without);
    expect(diff.targets).toEqual([{ kind: "removed", name: "railiance01", fields: [] }]);
    expect(codes(diff)).toEqual([]);
    expect(diffText(comparison(diff))).toContain("nothing is compiled for it any more");
  });
});

describe("which activities belong together", () => {
  const other = as(["uuid: 7c4e", "uuid: 8d5f"], ["id: the-custodian.state", "id: the-keeper.state"])(SWEEP);

  test("those of one uuid, before those of one id", () => {
    const swapped = [SWEEP.replace(UUID, UUID.replace("7c4e", "8d5f")), other.replace("8d5f", "7c4e")];
    const diff = diffProjects(side([SWEEP, other]), side(swapped));
    expect(diff.activities.map(({ kind, id, previousId }) => [kind, id, previousId])).toEqual([
      ["changed", "the-custodian.state-hub-consistency-sweep", "the-keeper.state-hub-consistency-sweep"],
      ["changed", "the-keeper.state-hub-consistency-sweep", "the-custodian.state-hub-consistency-sweep"],
    ]);
  });

  test("two of one uuid at the other side: one finds its partner, the second counts as removed", () => {
    const diff = diffProjects(side([SWEEP, SWEEP]), side([SWEEP]));
    expect(diff.activities.map(({ kind }) => kind)).toEqual(["removed"]);
    expect(diff.unchanged).toBe(1);
  });

  test("an unlike one is added, and the other removed", () => {
    const diff = diffProjects(side([SWEEP]), side([other]));
    expect(diff.activities.map(({ kind, effect }) => [kind, effect])).toEqual([
      ["removed", "paused"],
      ["added", "paused"],
    ]);
  });
});

describe("what is said of it", () => {
  test("acknowledged breaks are no longer open, one by one", () => {
    const diff = diffOf(same, as(["method: POST", "method: PUT"], ["enabled: false", "enabled: true"]));
    expect(openCodes(comparison(diff))).toEqual(["method-changed", "enabled-flipped"]);
    expect(openCodes(comparison(diff, ["enabled-flipped"]))).toEqual(["method-changed"]);
    expect(openCodes(comparison(diff, BREAK_CODES))).toEqual([]);
  });

  test("secrets are masked in text and JSON", () => {
    const header = (value: string) =>
      as([
        "idempotent: true",
        `idempotent: true\n  headers: { Authorization: ${value}, X-Note: ghp_0123456789abcdefghij0123 }`,
      ]);
    const diff = diffOf(header("Bearer 0123456789abcdef"), header("plain-s3cret-text"));
    const dropped = diffOf(header("Bearer 0123456789abcdef"), same);
    for (const text of [diff, dropped].flatMap((it) => [diffText(comparison(it)), diffJson(comparison(it))])) {
      expect(text).toContain("•");
      expect(text).not.toMatch(/0123456789abc|s3cret/);
    }
  });

  test.each([
    diffOf(same, same),
    diffOf(same, as(["method: POST", "method: PUT"], ["id: the-custodian.state", "id: the-keeper.state"]), RAISED),
    diffProjects(side([]), side([SWEEP])),
    diffProjects(side([SWEEP]), { definitions: [], targets: [] }),
  ])("the JSON is what its schema says (%#)", (diff) => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(read("schemas/diff.schema.json")));
    const unread = [{ path: "activity-definitions/x/y.md", message: "unknown" }];
    validate(JSON.parse(diffJson({ ...comparison(diff, ["method-changed"]), unread })));
    expect(validate.errors).toBeNull();
  });

  test("the schema's examples are valid, and name every code", () => {
    const schema = JSON.parse(read("schemas/diff.schema.json"));
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const example of schema.examples) expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
    expect(schema.$defs.break.properties.code.enum).toEqual([...BREAK_CODES, "behaviour-changed"]);
  });
});
