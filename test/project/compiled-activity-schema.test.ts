import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import schema from "../../schemas/compiled-activity.schema.json" with { type: "json" };
import { compileActivity, compiledJson } from "../../src/model/compiled-activity.ts";
import { edgeActivities, sweep } from "./sample.ts";

// Unions such as text or null are meant; everything else of ajv's strictness holds.
const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true, strictRequired: false }).compile(
  schema,
);

const problems = (value: unknown) =>
  validate(value) ? [] : (validate.errors ?? []).map((it) => `${it.instancePath} ${it.keyword}`);

type Node = Readonly<Record<string, unknown>>;

/** Every schema that describes a value, by its place. */
function nodes(node: Node, place: string): [string, Node][] {
  const below = ["properties", "$defs"].flatMap((group) =>
    Object.entries((node[group] ?? {}) as Record<string, Node>).map(([key, it]) => [`${place}/${key}`, it] as const),
  );
  const items = node.items ? [[`${place}[]`, node.items as Node] as const] : [];
  return [[place, node], ...[...below, ...items].flatMap(([at, it]) => nodes(it, at))];
}

describe("compiled activities are valid", () => {
  test.each([sweep, ...edgeActivities])("$id", (activity) => {
    expect(problems(JSON.parse(compiledJson(activity)))).toEqual([]);
  });

  test("with everything that may be set, set", () => {
    const full = compileActivity({
      ...sweep,
      description: "Reconciles\nevery repository.",
      labels: { team: "platform" },
      schedule: { ...sweep.schedule, starts_at: "2026-06-21T20:00:00Z", ends_at: "2026-12-31T23:59:59Z" },
      invoke: { ...sweep.invoke, method: "GET", query: { a: 1, b: true, c: "x" }, body: { deep: { list: [null] } } },
      outcome: { ...sweep.outcome, warn_when: { pointer: "/a~1b/0", greater_than: 0.5 } },
    });
    expect(problems(full)).toEqual([]);
  });

  test("with nothing set that may be null or empty", () => {
    const bare = compileActivity({
      ...sweep,
      domain: null,
      repo: null,
      topic_slug: null,
      created: null,
      updated: null,
      progress_event: null,
      invoke: { ...sweep.invoke, resolver: null },
      outcome: { ...sweep.outcome, fail_when: null },
      rollout: { ...sweep.rollout, replaces: [], local_unit: null, parallel: null },
    });
    expect(problems(bare)).toEqual([]);
  });
});

describe("the schema", () => {
  const compiled = compileActivity(sweep);

  test("requires every field, and knows no other", () => {
    for (const key of Object.keys(compiled)) {
      const { [key]: _left, ...rest } = { ...compiled } as Record<string, unknown>;
      expect(problems(rest), key).toEqual([" required"]);
    }
    expect(problems({ ...compiled, other: 1 })).toEqual([" additionalProperties"]);
  });

  test.each<[string, object]>([
    ["/schema_version const", { schema_version: 2 }],
    ["/behaviour_sha256 pattern", { behaviour_sha256: "abc" }],
    ["/title pattern", { title: " " }],
    ["/invoke/timeout_seconds type", { invoke: { ...sweep.invoke, timeout_seconds: "330" } }],
    ["/outcome/fail_when minProperties", { outcome: { ...sweep.outcome, fail_when: { pointer: "/a" } } }],
    ["/outcome/fail_when/pointer pattern", { outcome: { ...sweep.outcome, fail_when: { pointer: "a", equals: 1 } } }],
    ["/rollout/parallel required", { rollout: { ...sweep.rollout, parallel: { from: "2026-06-21" } } }],
    [
      "/schedule/calendar/minute minItems",
      { schedule: { ...sweep.schedule, calendar: { ...sweep.schedule.calendar, minute: [] } } },
    ],
    ["/invoke/headers/A required", { invoke: { ...sweep.invoke, headers: { A: {} } } }],
  ])("says %s", (problem, change) => {
    expect(problems({ ...compiled, ...change })).toEqual([problem]);
  });

  test("explains every field, with an example that is valid", () => {
    const ajv = new Ajv2020({ allowUnionTypes: true });
    for (const [place, node] of nodes(schema, "")) {
      expect(node, place).toMatchObject({ title: expect.any(String), description: expect.any(String) });
      const { $id: _id, ...anonymous } = node;
      const validateNode = ajv.compile({ $defs: schema.$defs, ...anonymous });
      expect(
        (node.examples as unknown[]).map((example) => validateNode(example)),
        place,
      ).not.toContain(false);
      expect((node.examples as unknown[]).length, place).toBeGreaterThan(0);
    }
  });

  test("leaves nothing optional but a condition's comparison", () => {
    const open = nodes(schema, "").filter(
      ([, { properties, required = [] }]) =>
        properties && Object.keys(properties).length !== (required as unknown[]).length,
    );
    expect(open.map(([place]) => place)).toEqual(["/conditionOrNull"]);
  });
});
