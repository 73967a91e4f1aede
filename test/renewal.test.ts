import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT, type Scratch, scratchProject } from "./transcript.ts";

/** So many that they fill several shards. */
const COUNT = 300;
const RUNTIME = "k8s/generated/bench/20-runtime.yaml";
const DEFINITIONS = "activity-definitions";

let scratch: Scratch;
let paths: string[];

beforeAll(async () => {
  scratch = scratchProject();
  for (const folder of ["activity-definitions", "k8s"]) rmSync(join(scratch.folder, folder), { recursive: true });
  const { writeProject } = await import(join(ROOT, "bench/generate.mjs"));
  writeProject(COUNT, scratch.folder);
  paths = readdirSync(join(scratch.folder, DEFINITIONS), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join(DEFINITIONS, path))
    .sort();
  expect(paths).toHaveLength(COUNT);
  expect(scratch.run("actdef compile").code).toBe(0);
  expect(shards().length).toBeGreaterThan(3);
});

afterAll(() => scratch.remove());

const read = (path: string) => readFileSync(join(scratch.folder, path), "utf8");

/** The names of the shards. */
const shards = (): readonly string[] => read(RUNTIME).match(/^ {2}name: actcore-definitions-[0-9a-f]{10}$/gm) ?? [];

function edit(place: number, change: (text: string) => string): void {
  const path = paths[place] ?? "";
  const before = read(path);
  const after = change(before);
  expect(after, path).not.toBe(before);
  writeFileSync(join(scratch.folder, path), after);
}

const set = (field: string, value: string) => (text: string) =>
  text.replace(new RegExp(`^${field}: .*$`, "m"), `${field}: ${value}`);

/** What a command prints and ends with, and whether it has checked the project as a whole. */
function run(command: string) {
  const list = join(scratch.folder, "../loaded.json");
  const options = `LOADED=${list} NODE_OPTIONS="--require ${join(ROOT, "test/fault/list-loaded.cjs")}"`;
  const { output, code } = scratch.run(`${options} ${command}`);
  const { files } = JSON.parse(readFileSync(list, "utf8")) as { files: string[] };
  return { output: `${output}[${code}]`, isWhole: files.includes("check-project.cjs") };
}

/** Compares and compiles with what was kept: the words are those of a run without it, and so are the bytes. */
function expectSameAsAnew(option = ""): { readonly report: string; readonly isWhole: boolean } {
  const anew = run(`actdef compile --check --no-cache ${option}`).output;
  const kept = run(`actdef compile --check ${option}`);
  expect(kept.output).toBe(anew);
  run(`actdef compile ${option}`);
  if (!anew.endsWith("[1]")) expect(run(`actdef compile --check --no-cache ${option}`).output).toMatch(UP_TO_DATE);
  return { report: anew, isWhole: kept.isWhole };
}

/** The end of what a command says, behind warnings that there may be. */
const UP_TO_DATE = /^\d+ files up to date\n\[0\]$/m;

describe("after a change of a few definitions, all is as if it had been made anew", () => {
  test("of the title of one", () => {
    const before = shards();
    edit(7, set("title", "Another title"));
    const { report, isWhole } = expectSameAsAnew();
    expect(report).toContain("title");
    expect(isWhole).toBe(false);
    expect(shards().filter((name) => !before.includes(name))).toHaveLength(1);
  });

  test("of some in several shards, and again", () => {
    for (const title of ["once", "once more"]) {
      for (const place of [3, 50, 111, 112, 290]) edit(place, set("title", title));
      const { report, isWhole } = expectSameAsAnew();
      expect([...report.matchAll(/-> once/g)]).toHaveLength(5);
      expect(isWhole).toBe(false);
    }
  });

  test("of a runbook alone, which changes no manifest", () => {
    edit(20, (text) => `${text}\nMore.\n`);
    const { report, isWhole } = expectSameAsAnew();
    expect(report).toBe("3 files up to date\n[0]");
    expect(isWhole).toBe(false);
  });

  test("of characters beyond ASCII", () => {
    edit(30, set("title", '"Überprüfung 检查 🚀"'));
    expect(expectSameAsAnew().isWhole).toBe(false);
    edit(30, set("title", '"Überprüfung 检查 🚀, noch einmal"'));
    expect(expectSameAsAnew().isWhole).toBe(false);
  });

  test("of so much that a shard is split, and joined again", () => {
    const path = paths[40] ?? "";
    const [text, before] = [read(path), shards().length];
    edit(40, (it) =>
      it
        .replace(/^outcome:\n(?: .*\n)*/m, "")
        .replace(
          /^progress_event/m,
          `outcome: { fail_when: { pointer: /a, equals: "${"x".repeat(150_000)}" } }\nprogress_event`,
        ),
    );
    expect(expectSameAsAnew().report).toContain("[3]");
    expect(shards().length).toBeGreaterThan(before);
    writeFileSync(join(scratch.folder, path), text);
    expect(expectSameAsAnew().report).toContain("[3]");
    expect(shards()).toHaveLength(before);
  });

  test("of what others depend on", () => {
    edit(61, (text) => text.replace(/^ {2}path: .*$/m, "  path: /elsewhere/and-more"));
    expect(expectSameAsAnew().isWhole).toBe(true);
  });

  test("of one that has a mistake then, and a warning", () => {
    const text = read(paths[70] ?? "");
    edit(70, set("max_seconds", "-1"));
    expect(expectSameAsAnew().report).toContain("max_seconds");
    writeFileSync(join(scratch.folder, paths[70] ?? ""), `${text}\nSee [this](nowhere.md).\n`);
    expect(expectSameAsAnew().report).toContain("warning[runbook-links]");
    writeFileSync(join(scratch.folder, paths[70] ?? ""), text);
    expect(expectSameAsAnew().report).toBe("3 files up to date\n[0]");
  });

  test("of one with a link to a file, and after that file is gone", () => {
    const there = join(scratch.folder, "there.md");
    writeFileSync(there, "# There\n");
    edit(71, (text) => `${text}\nSee [this](../../there.md).\n`);
    expect(expectSameAsAnew()).toEqual({ report: "3 files up to date\n[0]", isWhole: false });
    rmSync(there);
    edit(72, set("title", "Behind a dead link"));
    expect(expectSameAsAnew().report).toContain("warning[runbook-links]");
    edit(71, (text) => text.replace("](../../there.md)", ""));
    expect(expectSameAsAnew().report).toBe("3 files up to date\n[0]");
  });

  test("while a generated file was edited", () => {
    run("actdef compile");
    edit(80, set("title", "With an edit by hand"));
    const file = join(scratch.folder, RUNTIME);
    writeFileSync(file, read(RUNTIME).replace("namespace: activity-core", "namespace: elsewhere"));
    expect(expectSameAsAnew().isWhole).toBe(true);
  });

  test("with one more, and one less", () => {
    scratch.run("actdef new acme.another");
    expect(expectSameAsAnew().report).toContain("acme.another  added");
    rmSync(join(scratch.folder, DEFINITIONS, "acme"), { recursive: true });
    expect(expectSameAsAnew().report).toContain("acme.another  removed");
  });

  test("of a target", () => {
    const path = "k8s/targets/bench.yaml";
    writeFileSync(join(scratch.folder, path), read(path).replace(/^image_revision: .*$/m, 'image_revision: "77"'));
    edit(90, set("title", "With another target"));
    expect(expectSameAsAnew().isWhole).toBe(true);
  });

  test("of one with a local runner, and of others beside it", () => {
    const own = paths.findIndex((path) => read(path).includes("  local_unit: "));
    const other = paths.findIndex((path) => !read(path).includes("  local_unit: "));
    expect(run("actdef compile --projection systemd").output).toContain("error[lossy-projection]");
    const lossy = "--allow-lossy";
    expect(run(`actdef compile --projection systemd ${lossy}`).output).toContain("created    systemd/generated/");
    run(`actdef compile ${lossy}`);
    edit(other, set("title", "Beside it"));
    expect(expectSameAsAnew(lossy).isWhole).toBe(false);
    edit(own, set("title", "With a local runner"));
    const { report, isWhole } = expectSameAsAnew(lossy);
    expect(report).toContain("-> With a local runner\n");
    expect(isWhole).toBe(true);
    expect(run("actdef compile --check").output).toContain("error[lossy-projection]");
    edit(own, (text) => text.replace(/^ {2}local_unit: .*\n/m, ""));
    expect(expectSameAsAnew(lossy).report).toMatch(/^orphaned: systemd.generated\/.*\.timer belongs to no definition/m);
    rmSync(join(scratch.folder, "systemd"), { recursive: true });
    run("actdef compile");
  });

  test("with what was kept damaged", () => {
    run("actdef compile");
    const folder = join(dirname(scratch.folder), "cache");
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.name.endsWith("-last.json")) writeFileSync(file, readFileSync(file, "utf8").replace(/\d(?=\D*$)/, "0"));
    }
    edit(100, set("title", "After damage"));
    expect(expectSameAsAnew().isWhole).toBe(true);
  });
});
