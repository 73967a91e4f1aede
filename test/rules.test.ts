import { describe, expect, test } from "vitest";
import definitionSchema from "../schemas/activity-definition.schema.json" with { type: "json" };
import { analyse } from "../src/compile.ts";
import type { Diagnostic, TextEdit } from "../src/diagnostics/diagnostic.ts";
import { toFleetMember } from "../src/model/fleet-member.ts";
import { catalogue } from "../src/rules/catalogue.ts";
import { checkDefinitionRules, checkFleetRules } from "../src/rules/check-rules.ts";
import type { Rule } from "../src/rules/rule.ts";
import { rules } from "../src/rules/rules.ts";
import { readDefinitions, readTargets } from "../src/source/discovery.ts";
import type { SourceFile } from "../src/source/source-file.ts";
import { resolved, type SchemaNode } from "../src/validate/schema-node.ts";
import { asShown } from "./rules/as-shown.ts";
import { analyseFor, fixtures, golden, type Side, sourcesOf } from "./rules/fixture.ts";
import { recording } from "./rules/recording.ts";
import { ROOT } from "./transcript.ts";

/** What parsing and projecting can report has its fixtures in test/parse and test/project. */
const codes = catalogue.filter(({ stage }) => stage !== "parse" && stage !== "project").map(({ code }) => code);

const diagnose = (code: string, side: Side) => analyseFor(code, sourcesOf(code, side)).diagnostics;

test("every code has a folder of fixtures, and every folder a code", () => {
  expect(fixtures).toEqual([...codes].sort());
});

describe.each(fixtures)("%s", (code) => {
  test("says of what is bad exactly this", async () => {
    await expect(asShown(diagnose(code, "bad"))).toMatchFileSnapshot(golden(code));
  });

  test("is the only thing that is bad there, and nothing is in what is good", () => {
    expect([...new Set(diagnose(code, "bad").map((diagnostic) => diagnostic.code))]).toEqual([code]);
    expect(asShown(diagnose(code, "good"))).toBe("");
  });

  test("speaks as the house does", () => {
    for (const { message, label, help, related } of diagnose(code, "bad")) {
      const sentences = [message, label ?? "", help ?? "", ...(related ?? []).map((place) => place.message)];
      expect(sentences.filter((sentence) => /\.$|\binvalid\b|[\r\n]|undefined|NaN/.test(sentence))).toEqual([]);
      expect(message).not.toMatch(/^[A-Z][a-z]/);
    }
  });

  test("does not depend on the order of files", () => {
    const sources = sourcesOf(code, "bad");
    const reversed = { ...sources, definitions: sources.definitions.toReversed() };
    expect(asShown(analyseFor(code, reversed).diagnostics)).toBe(asShown(diagnose(code, "bad")));
  });

  test("offers only fixes that mend", () => {
    const before = diagnose(code, "bad");
    const sources = sourcesOf(code, "bad");
    const mended = {
      ...sources,
      definitions: sources.definitions.map((file) => applyFixes(file, before)),
      targets: sources.targets.map((file) => applyFixes(file, before)),
    };
    const unmendable = before.filter(({ fix }) => !fix).map(({ message }) => message);
    expect(analyseFor(code, mended).diagnostics.map(({ message }) => message)).toEqual(unmendable);
  });
});

/** The file after all fixes that are offered for it; equal ones count once. */
function applyFixes(file: SourceFile, diagnostics: readonly Diagnostic[]): SourceFile {
  const own = diagnostics.filter((diagnostic) => diagnostic.file.path === file.path);
  const edits = new Map<string, TextEdit>(
    own.flatMap(({ fix = [] }) => fix).map((edit) => [JSON.stringify(edit), edit]),
  );
  const fromTheEnd = [...edits.values()].sort((a, b) => b.span.start - a.span.start);
  const apply = (text: string, { span, text: insert }: TextEdit) =>
    text.slice(0, span.start) + insert + text.slice(span.end);
  return { ...file, text: fromTheEnd.reduce(apply, file.text) };
}

describe.each(rules.map((rule: Rule) => [rule.code, rule] as const))("the rule %s", (code, rule) => {
  test("stands in a file of its name", async () => {
    expect(Object.values(await import(`../src/rules/${code}.ts`))).toContain(rule);
  });

  test("reads no field of an activity that it does not declare", () => {
    const seen = new Set<string>();
    for (const side of ["bad", "good"] as const) {
      const sources = sourcesOf(code, side);
      const { definitions, targets } = analyseFor(code, sources);
      for (const it of definitions)
        checkDefinitionRules(
          [rule],
          { ...it, activity: recording(it.activity, seen) },
          { targets, missing: sources.missing },
        );
      const members = definitions.map(toFleetMember);
      checkFleetRules(
        [rule],
        members.map((it) => ({ ...it, activity: recording(it.activity, seen) })),
      );
    }
    const isDeclared = (path: string) => rule.reads.some((field) => `${path}.`.startsWith(`${field}.`));
    expect([...seen].filter((path) => !isDeclared(path))).toEqual([]);
  });

  test("declares only fields that the schema has", () => {
    const unknown = rule.reads.filter((field) => !isField(field.split("."), definitionSchema as SchemaNode));
    expect(unknown).toEqual([]);
  });
});

function isField([first, ...rest]: readonly string[], node: SchemaNode): boolean {
  if (first === undefined) return true;
  const child = node.properties?.[first];
  return child !== undefined && isField(rest, resolved(child, definitionSchema as SchemaNode));
}

describe("the catalogue", () => {
  test("has no code twice", () => {
    const all = catalogue.map(({ code }) => code);
    expect(all).toEqual([...new Set(all)]);
  });

  test("holds every rule, in its order", () => {
    const entries = catalogue.filter(({ stage }) => stage === "rules");
    expect(entries.map(({ code }) => code)).toEqual(rules.map(({ code }) => code));
  });

  test("says what each code is about, and why, in whole sentences", () => {
    for (const { code, summary, rationale } of catalogue) {
      expect(summary, code).toMatch(/^.{10,100}\.$/);
      expect(rationale, code).toMatch(/^.{10,}[.?]$/);
    }
  });
});

test("the shipped project has no problem", () => {
  const [definitions, targets] = [readDefinitions(ROOT), readTargets(ROOT)];
  expect(definitions.length).toBeGreaterThan(0);
  expect(asShown(analyse({ definitions, targets, isWholeProject: true }).diagnostics)).toBe("");
});
