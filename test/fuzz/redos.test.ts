import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkSync } from "recheck";
import { describe, expect, test } from "vitest";
import { ROOT } from "../transcript.ts";
import { alternativesOf, attacksOn } from "./attacks.ts";
import { type Expression, expressionsOf, schemaExpressions } from "./expressions.ts";
import { slowFrom } from "./growth.ts";

/** The checker then runs here, and needs no program beside itself. */
process.env.RECHECK_SYNC_BACKEND = "pure";

/** The search for attacks ends after so many steps, always the same ones; its time only keeps it from taking all memory. */
const LIMITS = {
  timeout: 30_000,
  attackTimeout: null,
  incubationTimeout: null,
  attackLimit: 100_000_000,
  maxIteration: 3,
  maxInitialGenerationSize: 200,
  maxGenerationSize: 50,
};

/** Values for the names that expressions are made with; the patterns of a schema are tried as they stand there. */
const SAMPLES = { variable: "REPORTS_URL", name: "Old  Scheduler", schema: {}, pattern: undefined };

const readTexts = (folder: string, end: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(end))
    .sort()
    .map((path) => readFileSync(join(ROOT, folder, path), "utf8"));

const written = ({ source, flags }: Expression) => `/${source}/${flags}`;
const distinct = (expressions: Expression[]) => new Map(expressions.map((it) => [written(it), it]));

const inSources = distinct(readTexts("src", ".ts").flatMap((code) => expressionsOf(code, SAMPLES)));
const inSchemas = distinct(readTexts("schemas", ".json").flatMap((text) => schemaExpressions(JSON.parse(text))));

/** What the checker has against an expression: its complexity and a text to show it, or that it cannot read it. */
function objection(expression: Expression): string | undefined {
  for (const { source, flags } of alternativesOf(expression)) {
    // `d` asks for places as well; the checker does not know it.
    const result = checkSync(source, flags.replace("d", ""), LIMITS);
    if (result.status === "vulnerable") return `${result.complexity.summary}, on ${result.attack.pattern}`;
    // What it does not tell in its time, the clock tells.
    if (result.status === "unknown" && result.error.kind !== "timeout") return `unknown: ${result.error.kind}`;
  }
  return undefined;
}

/** The beginning of a text on which an expression is measured to be slow. */
function slowText({ source, flags }: Expression): string | undefined {
  const everywhere = new RegExp(source, flags.includes("g") ? flags : `${flags}g`);
  const work = (text: string) => text.replace(everywhere, "");
  return attacksOn({ source, flags })
    .find((attack) => slowFrom(work, attack) !== undefined)?.(40)
    .slice(0, 100);
}

describe("the time of a regular expression grows as its text does", () => {
  test.each([...inSources, ...inSchemas])("%s", (_, expression) => {
    expect(objection(expression)).toBeUndefined();
    expect(slowText(expression)).toBeUndefined();
  });
});

describe("a slow expression is told, by the checker and by the clock", () => {
  test.each([
    ["quadratic", String.raw`\s+$`, ""],
    ["quadratic", "^0+[0-7]+$", ""],
    ["quadratic", "^[a:]*[:@]a[a:]*$", ""],
    ["quadratic", String.raw`\s*[\r\n]\s*`, "g"],
    ["quadratic", "^[a-z0-9][-a-z0-9._/:]*[:@][A-Za-z0-9][-A-Za-z0-9._:]*$", "u"],
    ["quadratic", ", [a-z]+ '.*$", ""],
    ["cubic", "^a*a*a*$", ""],
    ["cubic", String.raw`^\s*\w*\s*.*\s*x$`, ""],
    ["exponential", "^(a+)+$", ""],
    ["exponential", "^(?:a|a)*$", ""],
  ])("%s: /%s/%s", (_, source, flags) => {
    expect(objection({ source, flags })).toBeDefined();
    expect(slowText({ source, flags })).toBeDefined();
  });
});

test("alternatives are told from those within a group or a class", () => {
  const whole = { source: String.raw`^a|(b|[|)]\||(?=c|d))|\(|`, flags: "g" };
  expect(alternativesOf(whole).map(({ source }) => source)).toEqual(["^a", String.raw`(b|[|)]\||(?=c|d))`, "\\(", ""]);
  expect(alternativesOf({ source: String.raw`(a)|\1`, flags: "" })).toHaveLength(1);
});

describe("the expressions of a source", () => {
  test("are found wherever they stand, and none where there is none", () => {
    const code = String.raw`
      // /comment/
      const half = 1 / 2 / 3, text: string = "/text/";
      const parts = ["a", "\\d"].map((part) => part.replace(/in[/]side/gu, ""));
      export const made = (name: string) => new RegExp(parts.join("|") + name, "i");
    `;
    expect(expressionsOf(code, { name: "sample" }).map(written)).toEqual(["/in[/]side/gu", String.raw`/a|\dsample/i`]);
    expect(() => expressionsOf(code)).toThrow("name is not defined");
  });

  test("and of a schema are found", () => {
    const schema = { properties: { pattern: { pattern: "^a$" } }, patternProperties: { "^x-": {} } };
    expect(schemaExpressions(schema).map(written)).toEqual(["/^a$/u", "/^x-/u"]);
  });

  test("are many", () => {
    expect(inSources.size).toBeGreaterThan(100);
    expect(inSchemas.size).toBeGreaterThan(20);
  });
});
