import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEFAULTS } from "../src/model/build-activity.ts";
import { schemaValidator } from "./schema-validator.ts";
import { ROOT } from "./transcript.ts";

interface Node {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node | false>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
  readonly $defs?: Readonly<Record<string, Node>>;
}

const read = (name: string) => JSON.parse(readFileSync(join(ROOT, `schemas/${name}.schema.json`), "utf8")) as Node;

/** Every named field of a schema by its dotted path. */
function fields(node: Node, path = ""): (readonly [string, Node])[] {
  const named = Object.entries({ ...node.properties, ...node.$defs }).filter(
    (entry): entry is [string, Node] => entry[1] !== false,
  );
  const below = [
    ...(node.items ? fields(node.items, `${path}[]`) : []),
    ...(typeof node.additionalProperties === "object" ? fields(node.additionalProperties, `${path}.*`) : []),
  ];
  return [
    ...named.flatMap(([name, child]) => [[`${path}.${name}`, child] as const, ...fields(child, `${path}.${name}`)]),
    ...below,
  ];
}

const SCHEMAS = [
  "activity-definition",
  "target",
  "compiled-activity",
  "diagnostics",
  "diff",
  "sync",
  "sync-result",
  "command",
  "command-result",
  "history-result",
  "canary-evidence",
  "cutover-evidence",
  "receipts",
  "status",
  "run",
  "comparison",
  "run-event",
  "event-page",
  "timeline",
];

describe.each(SCHEMAS)("the schema %s", (name) => {
  test("has a title, a description and an example on every field", () => {
    const bare = fields(read(name)).filter(
      ([, { title, description, examples }]) => !title || !description || !examples || examples.length === 0,
    );
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  test("accepts its own examples", () => {
    const validate = schemaValidator(name);
    for (const example of read(name).examples ?? []) {
      validate(example);
      expect(validate.errors).toBeNull();
    }
  });
});

test("the defaults that the definition's schema documents are those that the compiler applies", () => {
  const documented = fields(read("activity-definition")).filter(([, node]) => "default" in node);
  const applied = documented.map(([path]) =>
    path
      .slice(1)
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], DEFAULTS),
  );
  expect(documented.length).toBeGreaterThan(8);
  expect(applied).toEqual(documented.map(([, node]) => node.default));
});
