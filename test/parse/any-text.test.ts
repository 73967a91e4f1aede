import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { linkedPaths } from "../../src/parse/linked-paths.ts";
import { catalogue } from "../../src/rules/catalogue.ts";
import { compareText } from "../../src/source/compare-text.ts";
import { pathFinder } from "../../src/source/missing-paths.ts";
import { decodeSource, MAX_SOURCE_BYTES, type SourceFile, type Span } from "../../src/source/source-file.ts";
import { asShown } from "../rules/as-shown.ts";
import { ROOT } from "../transcript.ts";

const PATH = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
const sound = readFileSync(join(ROOT, PATH), "utf8");
const soundTarget = readFileSync(join(ROOT, "k8s/targets/railiance01.yaml"), "utf8");

const codes = new Set<string>(catalogue.map(({ code }) => code));
const encode = (text: string) => new TextEncoder().encode(text);

function check(definition: Uint8Array, target = encode(soundTarget)): readonly Diagnostic[] {
  const definitions = [decodeSource(PATH, definition)];
  return analyse({
    definitions,
    targets: [decodeSource("k8s/targets/railiance01.yaml", target)],
    isWholeProject: true,
    missing: pathFinder(ROOT)(linkedPaths(definitions)),
  }).diagnostics;
}

/** Everything that has to hold of what is said, whatever the sources are. */
function expectOrderly(check: () => readonly Diagnostic[]): void {
  const diagnostics = check();
  for (const { code, file, span, message, related, fix } of diagnostics) {
    expect(codes).toContain(code);
    expect(message).not.toMatch(/undefined|\[object|NaN/);
    expectInside(span, file);
    for (const place of related ?? []) expectInside(place.span, place.file);
    for (const edit of fix ?? []) expectInside(edit.span, file);
  }
  const paths = diagnostics.map(({ file }) => file.path);
  expect(paths).toEqual(paths.toSorted(compareText));
  expect(asShown(check())).toBe(asShown(diagnostics));
}

function expectInside({ start, end }: Span, { text }: SourceFile): void {
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeGreaterThanOrEqual(start);
  expect(end).toBeLessThanOrEqual(text.length);
}

/** What YAML, cron, markdown and the fields of a definition are made of. */
const words = fc.constantFrom(
  ...[
    "---",
    "\n",
    "\r\n",
    "\r",
    "\n  ",
    "\n    ",
    " ",
    "\t",
    ": ",
    ":",
    "- ",
    "? ",
    ", ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
  ],
  ...["&a ", "*a", "*b", "|\n", ">-\n", "#", " # ", "!!str ", "!x ", "%YAML 1.1\n", "...", "<<: ", "~", "null", "true"],
  ...["012", "0x1F", "1_000", ".inf", "-5", "300", "1e400", "2026-06-21", "2026-02-30", "12:30", "\uFEFF", "🐘", "\0"],
  ...[
    "type",
    "schema_version",
    "id",
    "uuid",
    "title",
    "schedule",
    "cron",
    "invoke",
    "headers",
    "body",
    "query",
    "retry",
  ],
  ...["misfire_polcy", "max_seconds", "max_attempts", "rollout", "parallel", "from", "until", "outcome", "fail_when"],
  ...["__proto__", "constructor", "*/15 * * * *", "0 0 30 2 *", "@daily", "fire_all", "GET", "http://[::1", "127.1"],
  ...["Authorization", "Bearer abcdefgh12345678", "secret_ref", "## Purpose\n", "```\n", "custodian sync", "\\u0000"],
  ...["[a](", "![", "](", ")", "[b]: ", "../", "README.nd", "#purpsoe", "%20", "%", "<", ">", "<!--", "-->", "`", "\\"],
);
const mixture = fc.array(words, { maxLength: 40 }).map((parts) => parts.join(""));
const anyString = fc.string({ unit: "binary", maxLength: 200 });

describe("nothing that a file can hold makes the compiler throw, point outside of it, or waver", () => {
  const runs = { numRuns: 150, seed: 64 } as const;

  test("any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectOrderly(() => check(bytes))),
      runs,
    );
  });

  test("any front matter and any runbook", () => {
    fc.assert(
      fc.property(fc.oneof(anyString, mixture), fc.oneof(anyString, mixture), (yaml, runbook) => {
        expectOrderly(() => check(encode(`---\n${yaml}\n---\n${runbook}`)));
      }),
      runs,
    );
  });

  test("a sound definition with something put in, in the place of some of it", () => {
    const offset = fc.nat({ max: sound.length });
    const edit = fc.tuple(offset, fc.nat({ max: 60 }), fc.oneof(mixture, fc.constantFrom("", "\n")));
    fc.assert(
      fc.property(edit, ([start, length, insert]) => {
        expectOrderly(() => check(encode(sound.slice(0, start) + insert + sound.slice(start + length))));
      }),
      runs,
    );
  });

  test("a sound definition with another value in one of its lines", () => {
    const lines = sound.slice(0, sound.indexOf("\n---\n")).split("\n");
    const line = fc.integer({ min: 1, max: lines.length - 1 });
    fc.assert(
      fc.property(line, fc.oneof(words, mixture), (index, value) => {
        const changed = lines.map((text, at) => (at === index ? text.replace(/:.*$/, `: ${value}`) : text));
        expectOrderly(() => check(encode([...changed, "---", "# Runbook"].join("\n"))));
      }),
      runs,
    );
  });

  test("a target with something put in, in the place of some of it", () => {
    const edit = fc.tuple(fc.nat({ max: soundTarget.length }), fc.nat({ max: 60 }), mixture);
    fc.assert(
      fc.property(edit, ([start, length, insert]) => {
        const target = soundTarget.slice(0, start) + insert + soundTarget.slice(start + length);
        expectOrderly(() => check(encode(sound), encode(target)));
      }),
      runs,
    );
  });
});

describe("a front matter that is as large as it may be", () => {
  const YAML_CHARACTERS = 256 * 1024;
  const filled = (text: string, length: number) =>
    encode(`---\n${text.repeat(Math.floor((length - 20) / text.length))}\n---\n`);

  test.each(["\n", "[", ":", '"', "- ", "&a", "*", "? ", "a: 1\n"])("of %j is refused in time", (text) => {
    expect(check(filled(text, YAML_CHARACTERS)).map(({ severity }) => severity)).toContain("error");
    const [first, ...others] = check(filled(text, MAX_SOURCE_BYTES));
    expect(first?.code).toMatch(/^(?:too-large|empty-front-matter)$/);
    expect(others).toEqual([]);
  });
});

describe("text without end is read in time", () => {
  const filled = (text: string, length: number) => text.repeat(Math.floor(length / text.length));

  test.each([
    ...[
      "custodian sync ",
      "custodian-sync.timer ",
      "`custodian sync` ",
      "`a` ",
      "# a\n",
      "```\n",
      "http://a:b@",
      "eyJ-",
    ],
    "<!-- actdef-ignore literal-url: why not -->\n",
  ])("a runbook of %j", (text) => {
    const runbook = filled(text, MAX_SOURCE_BYTES - sound.length - 20);
    expect(check(encode(`${sound}custodian sync ${runbook}`)).length).toBeGreaterThan(0);
  });

  test.each(["127.0.0.1 ", "[::1]", "a.localhost", "http://a ", "Bearer aaaaaaa1 "])("a body of %j", (text) => {
    const body = `  body: { note: "${filled(text, 200_000)}" }\n`;
    expect(check(encode(sound.replace("outcome:\n", `${body}outcome:\n`))).length).toBeGreaterThan(0);
  });

  test.each(["1,", ",", "1-2/3,", "L,", "0 "])("a cron of %j", (text) => {
    const cron = `${filled(text, 200_000)} * * * *`;
    expect(check(encode(sound.replace("*/15 * * * *", cron))).length).toBeGreaterThan(0);
  });
});
