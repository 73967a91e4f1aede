import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const COUNT = 200;

const scratch = mkdtempSync(join(tmpdir(), "actdef-generator-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function generate(count: number, name: string): string {
  const folder = join(scratch, name);
  execFileSync(process.execPath, [join(ROOT, "bench/generate.mjs"), String(count), folder]);
  return folder;
}

function filesBelow(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]));
}

function actdef(folder: string, ...args: string[]) {
  const program = join(ROOT, "dist/actdef.mjs");
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
