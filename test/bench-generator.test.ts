import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const COUNT = 200;

const scratch = mkdtempSync(join(tmpdir(), "actdef-generator-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function generate(count: number, name: string, program = "generate"): string {
  const folder = join(scratch, name);
  execFileSync(process.execPath, [join(ROOT, `bench/${program}.mjs`), String(count), folder]);
  return folder;
}

function filesBelow(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

function actdef(folder: string, ...args: string[]) {
  const program = join(ROOT, "dist/actdef.cjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the generator of the benchmarks", () => {
  let first = "";

  beforeAll(() => {
    first = generate(COUNT, "first");
  });

  test("writes the same bytes again, and as the beginning of a larger fleet", () => {
    const files = filesBelow(first);
    expect(files.size).toBe(COUNT + 1);
    expect(filesBelow(generate(COUNT, "second"))).toEqual(files);
    const larger = filesBelow(generate(COUNT + 50, "larger"));
    expect([...files].filter(([path, text]) => larger.get(path) !== text)).toEqual([]);
  });

  test("spreads over 50 namespaces, with ids, UUIDs and endpoints of their own", () => {
    expect(readdirSync(join(first, "activity-definitions"))).toHaveLength(50);
    const texts = [...filesBelow(first).values()];
    for (const field of [/^id: (.*)$/m, /^uuid: (.*)$/m, /^ {2}path: (\/.*)$/m]) {
      const values = texts.flatMap((text) => field.exec(text)?.[1] ?? []);
      expect(new Set(values).size).toBe(COUNT);
    }
  });

  test("writes definitions without a problem", () => {
    const { status, stdout, stderr } = actdef(first, "validate", "--deny-warnings", "--format", "compact");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toMatch(`${COUNT} definitions, 1 target: no problems`);
  });

  test("writes definitions that compile, and stay compiled", () => {
    const compiled = actdef(first, "compile", "--deny-warnings", "--format", "compact");
    expect(compiled).toMatchObject({ status: 0, stderr: "" });
    expect(compiled.stdout).toContain(`bench  ${COUNT} activities`);
    expect(actdef(first, "compile", "--check")).toMatchObject({ status: 0, stdout: "" });
  });
});

describe("the generator of mistakes", () => {
  test("breaks 200 of 10,000 definitions", async () => {
    const [{ brokenProjectFiles }, { projectFiles }] = await Promise.all([
      import(join(ROOT, "bench/broken.mjs")),
      import(join(ROOT, "bench/generate.mjs")),
    ]);
    const texts = [...projectFiles(10_000)].map(({ text }) => text);
    const broken = [...brokenProjectFiles(10_000)].filter(({ text }, index) => text !== texts[index]);
    expect(broken).toHaveLength(200);
    expect(new Set(broken.map(({ path }) => dirname(path))).size).toBe(50);
  });

  test("writes one error into each of them, of nine kinds", () => {
    const { status, stdout } = actdef(generate(1_000, "broken", "broken"), "validate", "--format", "json");
    expect(status).toBe(1);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: Record<"severity" | "path" | "code", string>[] };
    expect(diagnostics.filter(({ severity }) => severity === "error")).toHaveLength(20);
    expect(new Set(diagnostics.map(({ path }) => path)).size).toBe(20);
    expect(new Set(diagnostics.map(({ code }) => code)).size).toBe(9);
  });
});

describe("the change of one definition", () => {
  test("is found, and is another one each time", async () => {
    const { changesFirstDefinition } = await import(join(ROOT, "bench/broken.mjs"));
    const folder = generate(20, "changed");
    const change = changesFirstDefinition(folder);
    expect(actdef(folder, "compile").status).toBe(0);
    for (let round = 0; round < 2; round++) {
      change();
      expect(actdef(folder, "compile", "--check").status).toBe(3);
      change();
      expect(actdef(folder, "compile").stdout).toContain("updated");
    }
  });
});
