import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { compile } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { textOf } from "../../src/emit/output-files.ts";
import { asShown } from "../rules/as-shown.ts";
import { full, projectOf } from "./full-project.ts";
import { type Random, randomOf } from "./random.ts";
import { runs } from "./runs.ts";
import { spell, type Tree } from "./yaml-spelling.ts";

type Fields = { readonly [key: string]: Tree };

/** The full definition, with texts that are hard to write. */
const definition = hardened(parse(full.yaml) as Fields);
const target = parse(full.target) as Fields;

function hardened(fields: Fields): Fields {
  const invoke = fields.invoke as Fields;
  const hard = {
    words: [
      "yes",
      "017",
      "1e3",
      "null",
      "~",
      "",
      "2026-06-21",
      "- x",
      "a: b",
      "# no comment",
      "*a",
      "&a",
      "!x",
      "%",
      "@",
      "`",
    ],
    numbers: [0, -5, 0.25, 1_000_000],
    rest: [true, false, null, [], {}, [[1, [2]], { a: { b: [null] } }], 'it\'s "quoted"', "tab\there", "🐘 ä \u00a0"],
    lines: "one\ntwo: three\n# four\n- five",
    again: { words: ["yes", "017"], numbers: [0, -5, 0.25, 1_000_000] },
  };
  return {
    ...fields,
    description: "Writes the report of the day:\nall of it, # every line.",
    invoke: { ...invoke, body: hard },
  };
}

function wrapped(yaml: string, random: Random): string {
  const blanks = () => random.pick(["", "", " ", "\t ", "   "]);
  return `---${blanks()}\n${yaml}---${blanks()}\n${full.rest.slice("---\n".length)}`;
}

/** As an editor elsewhere might save it. */
function saved(text: string, random: Random): string {
  return (random.oneIn(3) ? "\uFEFF" : "") + (random.oneIn(3) ? text.replaceAll("\n", "\r\n") : text);
}

/** Warnings may speak of a spelling; errors may not. */
const errorsOf = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(({ severity }) => severity === "error");

/** A value as JSON, which is YAML too. */
const plain = (fields: Fields) => `${JSON.stringify(fields)}\n`;

describe("whatever spelling of the same values", () => {
  const expected = compile(projectOf(`---\n${plain(definition)}${full.rest}`, plain(target))).outputs.map(textOf);
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  test("there is something to compare", () => {
    expect(expected.length).toBeGreaterThan(2);
  });

  test("a definition is written in, it compiles to the same bytes", () => {
    fc.assert(
      fc.property(seed, (chance) => {
        const random = randomOf(chance);
        const text = saved(wrapped(spell(definition, random), random), random);
        const { diagnostics, outputs } = compile(projectOf(text, plain(target)));
        expect(asShown(errorsOf(diagnostics))).toBe("");
        expect(outputs.map(textOf)).toEqual(expected);
      }),
      runs(300),
    );
  });

  test("a target is written in, it compiles to the same bytes", () => {
    fc.assert(
      fc.property(seed, (chance) => {
        const random = randomOf(chance);
        const start = random.pick(["", "", "---\n", "# a target\n---\n", "%YAML 1.2\n---\n"]);
        const end = random.pick(["", "", "...\n"]);
        const text = saved(start + spell(target, random) + end, random);
        const { diagnostics, outputs } = compile(projectOf(`---\n${plain(definition)}${full.rest}`, text));
        expect(asShown(errorsOf(diagnostics))).toBe("");
        expect(outputs.map(textOf)).toEqual(expected);
      }),
      runs(300),
    );
  });
});
