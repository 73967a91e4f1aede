import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Outcome } from "../src/diagnostics/diagnostic.ts";
import { dataOf } from "../src/parse/located.ts";
import { type ParsedDefinition, parseDefinition, parseTarget } from "../src/parse/parse-definition.ts";
import { parseProblems } from "../src/parse/problems.ts";
import { positionAt } from "../src/source/position.ts";
import { readSource } from "../src/source/read-source.ts";
import { decodeSource, MAX_SOURCE_BYTES, type SourceFile } from "../src/source/source-file.ts";
import { asShown } from "./rules/as-shown.ts";

const FOLDER = join(import.meta.dirname, "parse");

const written = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".md"))
  .map((name) => name.slice(0, -".md".length));

const encode = (text: string) => new TextEncoder().encode(text);
const small = "---\ntitle: Nightly backup\nretry: { max_attempts: 2 }\n---\n\n## Purpose\n";
const within = (yaml: string) => `---\n${yaml}\n---\n`;
const DEEP = 10_000;

/** Files that an editor, git or a formatter would not keep as they are, or that are too large to keep. */
const made: Readonly<Record<string, string | Uint8Array>> = {
  "made-not-utf8": new Uint8Array([...encode("---\ntitle: Nightly caf"), 0xe9, ...encode(" report\n---\n")]),
  "made-cut-off-utf8": encode("---\ntitle: Nightly café").slice(0, -1),
  "made-utf16": new Uint8Array(Buffer.from("\uFEFF---\ntitle: x\n---\n", "utf16le")),
  "made-empty": "",
  "made-blank": " \n\n",
  "made-only-mark": "\uFEFF",
  "made-mark": `\uFEFF${small}`,
  "made-two-marks": `\uFEFF\uFEFF${small}`,
  "made-mark-and-error": "\uFEFF---\ntitle: [\n---\n",
  "made-crlf": small.replaceAll("\n", "\r\n"),
  "made-crlf-and-error": "---\r\ntitle: Nightly backup\r\nretry: { max_attempts: 0x2 }\r\n---\r\n",
  "made-lone-cr": small.replaceAll("\n", "\r"),
  "made-blanks-after-fences": "--- \t\ntitle: Nightly backup\n---\t \n\n## Purpose\n",
  "made-no-last-line-feed": "---\ntitle: Nightly backup\n---",
  "made-control-character": within("title: Nightly\0backup"),
  "made-terminal-escape": within('title: "\u001b[2J\u001b[31mNightly\u202eprukcab"\nowner: *\u001b[1m'),
  "made-deep-flow-lists": within(`hosts: ${"[".repeat(DEEP)}`),
  "made-deep-flow-maps": within(`hosts: ${"{a: ".repeat(DEEP)}`),
  "made-deep-lists": within(`hosts:\n  ${"- ".repeat(DEEP)}x`),
  "made-deep-keys": within("? ".repeat(DEEP)),
  "made-deep-indentation": within(Array.from({ length: 100 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")),
  "made-deep-by-aliases": within(
    Array.from({ length: 200 }, (_, n) => `a${n}: &a${n} [${n === 0 ? "x" : `*a${n - 1}`}]`).join("\n"),
  ),
  "made-too-large": within(`# ${"x".repeat(MAX_SOURCE_BYTES)}`),
  "made-too-much-yaml": within(`title: ${"x".repeat(300_000)}`),
};

/** What is made of a definition: every problem, and of a readable one its values and its headings. */
function transcript({ value, diagnostics }: Outcome<ParsedDefinition>): string {
  const values = value ? `front matter\n${JSON.stringify(dataOf(value.document.root), null, 2)}\n` : "";
  const headings = value?.runbook.headings.map(({ level, text, span }) => {
    return `${"#".repeat(level)} ${text} (line ${positionAt(value.document.file, span.start).line})\n`;
  });
  const runbook = headings && headings.length > 0 ? `\nrunbook\n${headings.join("")}` : "";
  return asShown(diagnostics) + values + runbook;
}

const seen = new Set<string>();

async function expectGolden(name: string, file: SourceFile): Promise<void> {
  const outcome = parseDefinition(file);
  for (const { code } of outcome.diagnostics) seen.add(code);
  await expect(transcript(outcome)).toMatchFileSnapshot(join(FOLDER, `${name}.out`));
}

test.each(written)("%s", async (name) => {
  await expectGolden(
    name,
    decodeSource(`activity-definitions/acme/${name}.md`, readFileSync(join(FOLDER, `${name}.md`))),
  );
});

test.each(Object.entries(made))("%s", async (name, content) => {
  const bytes = typeof content === "string" ? encode(content) : content;
  await expectGolden(name, decodeSource(`activity-definitions/acme/${name}.md`, bytes));
});

test("two files that are too large are both named", () => {
  const bytes = new Uint8Array(MAX_SOURCE_BYTES + 1);
  const files = ["first", "second"].map((name) => decodeSource(`activity-definitions/acme/${name}.md`, bytes));
  const found = files.flatMap((file) => parseDefinition(file).diagnostics);
  expect(found.map(({ code, file }) => `${code} ${file.path}`)).toEqual([
    "too-large activity-definitions/acme/first.md",
    "too-large activity-definitions/acme/second.md",
  ]);
});

describe("what is no readable file", () => {
  const base = mkdtempSync(join(tmpdir(), "actdef-parse-"));
  const root = join(base, "project");
  const folder = join(root, "activity-definitions/acme");
  mkdirSync(join(folder, "backups/tape"), { recursive: true });
  writeFileSync(join(base, "outside.md"), small);
  writeFileSync(join(folder, "backups/tape/nightly.md"), small);
  writeFileSync(join(folder, "nightly.mdx"), small);
  mkdirSync(join(folder, "folder.md"));
  symlinkSync(join(base, "outside.md"), join(folder, "outside.md"));
  symlinkSync("circle.md", join(folder, "circle.md"));
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  test.each([
    ["file-missing", "acme/missing.md"],
    ["file-circular", "acme/circle.md"],
    ["file-folder", "acme/folder.md"],
    ["file-outside", "acme/outside.md"],
    ["file-too-deep", "acme/backups/tape/nightly.md"],
    ["file-other-ending", "acme/nightly.mdx"],
  ])("%s", async (name, path) => {
    await expectGolden(name, readSource(root, `activity-definitions/${path}`));
  });
});

test("every code of this stage has a golden", () => {
  expect([...seen].sort()).toEqual(Object.keys(parseProblems).sort());
});

describe("a target", () => {
  const parse = (text: string) => parseTarget({ path: "k8s/targets/lab.yaml", text });

  test("is one YAML document, from its first line to its last", () => {
    const { value, diagnostics } = parse("\uFEFFname: lab\r\nbridges: {}\r\n");
    expect(diagnostics).toEqual([]);
    expect(value && dataOf(value.root)).toEqual({ name: "lab", bridges: {} });
    expect(value?.top).toEqual({ start: 1, end: 10 });
  });

  test.each([
    ["two documents", "name: lab\n---\nname: other\n", "yaml-syntax"],
    ["nothing", "", "empty-file"],
    ["a broken line", "name: [lab\n", "yaml-syntax"],
  ])("is refused with %s", (_, text, code) => {
    expect(parse(text).diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });
});
