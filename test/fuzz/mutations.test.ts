import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import definitionSchema from "../../schemas/activity-definition.schema.json" with { type: "json" };
import targetSchema from "../../schemas/target.schema.json" with { type: "json" };
import { analyse } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { positionAt } from "../../src/source/position.ts";
import type { SourceFile, Span } from "../../src/source/source-file.ts";
import { validateDefinition, validateTarget } from "../../src/validate/generated/validators.js";
import { resolved, type SchemaNode } from "../../src/validate/schema-node.ts";
import { type Field, fieldsOf, linesOf } from "./fields.ts";
import { full, projectOf, withFrontMatter } from "./full-project.ts";
import { type Mutant, mutations } from "./mutations.ts";

const documents = {
  definition: {
    yaml: full.yaml,
    /** Lines before the YAML. */
    above: 1,
    schema: definitionSchema as SchemaNode,
    validate: validateDefinition,
    sources: (yaml: string) => projectOf(withFrontMatter(yaml)),
    /** What one document cannot have together with the fields that it has. */
    without: [
      "outcome.fail_when.equals",
      "outcome.fail_when.greater_than",
      "outcome.warn_when.equals",
      "outcome.warn_when.not_equals",
    ],
  },
  target: {
    yaml: full.target,
    above: 0,
    schema: targetSchema as SchemaNode,
    validate: validateTarget,
    sources: (yaml: string) => projectOf(full.definition, yaml),
    without: [],
  },
};

type Kind = keyof typeof documents;

/** What is said elsewhere, since two fields are at odds and the other one is there to be pointed at. */
const AT_THE_OTHER_END: Readonly<Record<string, readonly string[]>> = {
  overlap_policy: ["fire-all-buffer"],
  rollout: ["enabled-phase"],
  "rollout.phase": ["enabled-phase"],
  "rollout.parallel": ["parallel-window"],
  "environment.REPORTS_URL": ["unknown-bridge", "unknown-environment"],
  "bridges.reports-bridge": ["unknown-bridge"],
  "bridges.archive-bridge": ["unknown-bridge"],
  "bridges.archive-bridge.managed": ["missing-field", "unknown-field"],
};

/** What the compiler says of one field that was broken in one way. */
interface Judged {
  readonly field: string;
  readonly mutation: string;
  /** The codes of the errors; none where the result is legal. */
  readonly codes: readonly string[];
  /** Whether an error stands on the field's own lines, or of a field that is gone, on its parent's. */
  readonly isAccused: boolean;
  /** Errors on other lines. */
  readonly strays: readonly string[];
  /** Nothing is said, but the schema alone refuses it. */
  readonly isMissed: boolean;
}

/** What a map says of a field that it lacks; one that has lost its only field is empty. */
const OF_THE_PARENT = ["missing-field", "wrong-comparison", "wrong-type"];

function judge(kind: Kind, field: Field, mutation: string, mutant: Mutant): Judged {
  const { above, sources, validate } = documents[kind];
  const project = sources(mutant.text);
  const errors = analyse(project).diagnostics.filter(({ severity }) => severity === "error");
  const file = (kind === "definition" ? project.definitions : project.targets)[0];
  const own = mutant.own && linesOf(mutant.text, mutant.own.start, mutant.own.end);
  const parent = parentLines(field, mutant.text, above);
  const isAt = (lines: { from: number; to: number } | undefined, at: { file: SourceFile; span: Span }) => {
    const line = positionAt(at.file, at.span.start).line - above;
    return lines !== undefined && at.file === file && line >= lines.from && line <= lines.to;
  };
  const places = (it: Diagnostic) => [it, ...(it.related ?? [])];
  const isOwn = (it: Diagnostic) => places(it).some((at) => isAt(own, at));
  const isOfParent = (it: Diagnostic) => OF_THE_PARENT.includes(it.code) && isAt(parent, it);
  const strays = errors.filter((it) => !isOwn(it) && !isOfParent(it));
  return {
    field: field.path.join("."),
    mutation,
    codes: [...new Set(errors.map(({ code }) => code))].sort(),
    isAccused: errors.some((it) => isOwn(it) || (own === undefined && isOfParent(it))),
    strays: strays.map(({ code }) => code),
    isMissed: errors.length === 0 && !validate(parse(mutant.text)),
  };
}

/** Where a missing field is reported: the first line of the text, the parent's key, or of an item its first field. */
function parentLines({ parent }: Field, text: string, above: number): { from: number; to: number } {
  if (!parent) return { from: 1 - above, to: 1 - above };
  const { from } = linesOf(text, parent.start, parent.start);
  return { from, to: typeof parent.path.at(-1) === "number" ? from + 1 : from };
}

function judgeAll(kind: Kind): Judged[] {
  const { yaml } = documents[kind];
  return fieldsOf(yaml).flatMap((field) =>
    Object.entries(mutations).flatMap(([name, mutate]) => {
      const mutant = mutate(yaml, field);
      return mutant ? judge(kind, field, name, mutant) : [];
    }),
  );
}

/** Of each field, the codes, and the mutations that they answer. */
function summary(judged: readonly Judged[]): string {
  const fields = new Map<string, Map<string, string[]>>();
  for (const it of judged) {
    const answers = fields.get(it.field) ?? new Map<string, string[]>();
    fields.set(it.field, answers.set(answerOf(it), [...(answers.get(answerOf(it)) ?? []), it.mutation]));
  }
  const written = (answers: Map<string, string[]>) =>
    [...answers].map(([answer, those]) => `  ${answer}: ${those.join(", ")}\n`).sort();
  return [...fields].map(([field, answers]) => `${field}\n${written(answers).join("")}`).join("\n");
}

function answerOf({ codes, strays, isAccused }: Judged): string {
  const where = strays.length === 0 ? "" : isAccused ? " (also elsewhere)" : " (elsewhere)";
  return `${codes.join(" + ") || "legal"}${where}`;
}

/** Every path that a schema has, `*` for any key or item. */
function pathsOf(node: SchemaNode, root: SchemaNode, path = ""): string[] {
  const below = (key: string) => (path === "" ? key : `${path}.${key}`);
  const children = Object.entries({
    ...node.properties,
    ...(typeof node.additionalProperties === "object" ? { "*": node.additionalProperties } : {}),
    ...(node.items ? { "*": node.items } : {}),
  });
  return children.flatMap(([key, child]) => [below(key), ...pathsOf(resolved(child, root), root, below(key))]);
}

describe.each(["definition", "target"] as const)("each field of a valid %s, broken in every way", (kind) => {
  const { yaml, schema, without } = documents[kind];
  let judged: readonly Judged[] = [];
  beforeAll(() => {
    judged = judgeAll(kind);
  }, 120_000);

  test("is a field of a document that uses every field", () => {
    const isUsed = (path: string) => {
      const pattern = path.split(".");
      return fieldsOf(yaml).some(
        (field) =>
          field.path.length === pattern.length && pattern.every((key, at) => key === "*" || key === field.path[at]),
      );
    };
    expect(pathsOf(schema, schema).filter((path) => !isUsed(path))).toEqual(without);
  });

  test("is refused, where its schema refuses it", () => {
    expect(judged.filter(({ isMissed }) => isMissed)).toEqual([]);
  });

  test("is accused on its own line, and no other line is", () => {
    const isExplained = (it: Judged) =>
      it.strays.length > 0 && it.strays.every((code) => AT_THE_OTHER_END[it.field]?.includes(code));
    const isFair = (it: Judged) => it.codes.length === 0 || (it.isAccused && it.strays.length === 0);
    expect(judged.filter((it) => !isFair(it) && !isExplained(it))).toEqual([]);
  });

  test("is answered like this", async () => {
    await expect(summary(judged)).toMatchFileSnapshot(join(import.meta.dirname, `${kind}-mutations.out`));
  });
});
