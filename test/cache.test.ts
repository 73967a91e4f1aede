import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Scratch, scratchProject } from "./transcript.ts";

const SWEEP = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
const TARGET = "k8s/targets/railiance01.yaml";

let scratch: Scratch;

beforeEach(() => {
  scratch = scratchProject();
  // Every command has been run once, so that each later one finds what was kept.
  for (const command of ["validate", "compile"]) expect(scratch.run(`actdef ${command}`).code).toBe(0);
});

afterEach(() => scratch.remove());

const read = (path: string) => readFileSync(join(scratch.folder, path), "utf8");

function change(path: string, edit: (text: string) => string): void {
  const before = read(path);
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(join(scratch.folder, path), after);
}

/** What a command prints and ends with, times apart. */
function outcome(command: string) {
  const { output, code } = scratch.run(command);
  return { code, output: output.replace(/\(\d+ ms\)/g, "") };
}

/** A command with what was kept, beside the same without. */
function expectSameWithout(command: string): string {
  const kept = outcome(command);
  expect(kept).toEqual(outcome(`${command} --no-cache`));
  return kept.output;
}

function keptFiles(): string[] {
  const folder = join(dirname(scratch.folder), "cache");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("what was kept of an earlier run decides no result", () => {
  test("of a project that has not changed", () => {
    expect(expectSameWithout("actdef validate")).toContain("no problems");
    expect(expectSameWithout("actdef compile")).toContain("unchanged");
    expect(expectSameWithout("actdef compile --check")).toContain("3 files up to date");
  });

  test.each(["pretty", "json", "sarif", "junit"])("in the format %s", (format) => {
    expectSameWithout(`actdef validate --format ${format}`);
  });

  test("of a changed definition, whatever its time stamp says", () => {
    const time = new Date("2026-01-01T00:00:00Z");
    utimesSync(join(scratch.folder, SWEEP), time, time);
    expect(outcome("actdef compile --check").code).toBe(0);
    change(SWEEP, (text) => text.replace(/^max_seconds: \d+/m, "max_seconds: 299"));
    utimesSync(join(scratch.folder, SWEEP), time, time);
    expect(expectSameWithout("actdef compile --check")).toContain("max_seconds");
  });

  test("of a definition that is broken, mended, added, and removed", () => {
    const text = read(SWEEP);
    change(SWEEP, (it) => it.replace("method: POST", "method: PSOT"));
    expect(expectSameWithout("actdef validate")).toContain('"PSOT"');
    expect(expectSameWithout("actdef validate")).toContain('"PSOT"');
    writeFileSync(join(scratch.folder, SWEEP), text);
    expect(expectSameWithout("actdef validate")).toContain("no problems");
    scratch.run("actdef new acme.second");
    expect(expectSameWithout("actdef compile --check")).toContain("acme.second  added");
    rmSync(join(scratch.folder, "activity-definitions/acme"), { recursive: true });
    expect(expectSameWithout("actdef compile --check")).toContain("up to date");
  });

  test("of two definitions that break a rule only together", () => {
    scratch.run("actdef new acme.first");
    expect(outcome("actdef validate").code).toBe(0);
    const id = /^uuid: (.*)$/m.exec(read(SWEEP))?.[1] ?? "";
    change("activity-definitions/acme/first.md", (text) => text.replace(/^uuid: .*$/m, `uuid: ${id}`));
    expect(expectSameWithout("actdef validate")).toContain("duplicate-uuid");
    expect(expectSameWithout("actdef validate")).toContain("belongs to another definition");
  });

  test("of a target that has changed, and is judged by the same definitions", () => {
    change(TARGET, (text) => text.replace(/proxy_timeout_seconds: \d+/, "proxy_timeout_seconds: 30"));
    expect(expectSameWithout("actdef validate")).toContain("timeout-chain");
  });

  test("of a file that a runbook links to, and that is removed", () => {
    mkdirSync(join(scratch.folder, "docs"));
    writeFileSync(join(scratch.folder, "docs/on-call.md"), "# On call\n");
    change(SWEEP, (text) => `${text}\nSee [on call](../../docs/on-call.md).\n`);
    expect(expectSameWithout("actdef validate")).toContain("no problems");
    rmSync(join(scratch.folder, "docs/on-call.md"));
    expect(expectSameWithout("actdef validate")).toContain("runbook-links");
    writeFileSync(join(scratch.folder, "docs/on-call.md"), "# On call\n");
    expect(expectSameWithout("actdef validate")).toContain("no problems");
  });

  test("of generated files that somebody has edited or removed", () => {
    const path = "k8s/generated/railiance01/20-runtime.yaml";
    change(path, (text) => text.replace("namespace: activity-core", "namespace: elsewhere"));
    expect(expectSameWithout("actdef compile --check")).toContain("stale");
    rmSync(join(scratch.folder, path));
    expect(expectSameWithout("actdef compile --check")).toContain("missing");
    expect(outcome("actdef compile").output).toContain("created");
  });

  test.each([
    ["cut short", (text: string) => text.slice(0, text.length / 2)],
    ["changed", (text: string) => text.replace(/enabled"?:\s*(?:false|0)/, 'enabled":1').replaceAll("POST", "PUT")],
    ["emptied", () => ""],
    ["of another kind", () => "\u0000not ours\n\n"],
  ])("where it was %s", (_, damage) => {
    for (const file of keptFiles()) writeFileSync(file, damage(readFileSync(file, "utf8")));
    change(SWEEP, (text) => text.replace(/^title: .*$/m, "title: Another title"));
    expect(expectSameWithout("actdef compile --check")).toContain("title");
    expect(expectSameWithout("actdef validate")).toContain("no problems");
  });

  test("where it cannot be kept", () => {
    rmSync(join(dirname(scratch.folder), "cache"), { recursive: true });
    writeFileSync(join(dirname(scratch.folder), "cache"), "a file, where a folder is expected");
    expect(expectSameWithout("actdef validate")).toContain("no problems");
  });

  test("of runs at the same time", () => {
    change(SWEEP, (text) => text.replace(/^title: .*$/m, "title: Another title"));
    const { output, code } = scratch.run("for i in 1 2 3 4 5 6; do actdef validate --format json & done; wait");
    expect(code).toBe(0);
    const [one = ""] = output.split(/(?<=\n\}\n)/);
    expect(output).toBe(one.repeat(6));
  });
});

test("only its owner can read what was kept", () => {
  expect(keptFiles().length).toBeGreaterThan(3);
  expect(scratch.run('find "$ACTDEF_CACHE_FOLDER" -type f -perm /077').output).toBe("");
});

test("any number of threads gives the same", () => {
  scratch.run("for i in 1 2 3 4 5 6 7 8; do actdef new acme.job-$i; done");
  change("activity-definitions/acme/job-3.md", (text) => text.replace("method: POST", "method: PSOT"));
  const [one, ...others] = [1, 2, 3].map((count) => outcome(`actdef validate --no-cache --threads ${count}`));
  expect(one?.output).toContain('"PSOT"');
  expect(others).toEqual([one, one]);
});
