import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compile } from "../src/compile.ts";
import { textOf } from "../src/emit/output-files.ts";
import { readDefinitions, readTargets } from "../src/source/discovery.ts";
import { ROOT, type Scratch, scratchProject } from "./transcript.ts";

const DEFINITION = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
const GENERATED = "k8s/generated/railiance01";

let scratch: Scratch;
beforeEach(() => {
  scratch = scratchProject();
});
afterEach(() => scratch.remove());

function filesIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
}

const committed = filesIn(join(ROOT, GENERATED));

/** Compiles from nothing, in some way, and expects the committed bytes. */
function expectCommittedBytes(command: string, generated = GENERATED): void {
  const { output, code } = scratch.run(`rm -rf k8s/generated && ${command}`);
  expect(code, output).toBe(0);
  expect(filesIn(join(scratch.folder, generated))).toEqual(committed);
}

function edit(path: string, change: (text: string) => string): void {
  const file = join(scratch.folder, path);
  const before = readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

test("the units are those that are committed, and the picture is the same, wherever it is drawn", () => {
  expect(scratch.run("cd activity-definitions && actdef compile --projection systemd").code).toBe(0);
  expect(filesIn(join(scratch.folder, "systemd/generated"))).toEqual(filesIn(join(ROOT, "systemd/generated")));
  const draw = "actdef timeline --from 2026-06-22 --format svg";
  const preload = join(ROOT, "test/fault/move-clock.mjs");
  const elsewhere = `cd activity-definitions && TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 CLOCK=2031-12-31T23:59:59Z NODE_OPTIONS="--import ${preload}"`;
  expect(scratch.run(`${elsewhere} ${draw} --no-cache`)).toEqual(scratch.run(draw));
});

describe("the same sources and target give the same bytes, whatever", () => {
  test("the working directory", () => expectCommittedBytes("cd activity-definitions/the-custodian && actdef compile"));

  test("whether one target or all are compiled", () => expectCommittedBytes("actdef compile --target railiance01"));

  test("where it is written", () =>
    expectCommittedBytes("actdef compile --out elsewhere/deep", "elsewhere/deep/railiance01"));

  test("the time zone, the locale and the environment", () =>
    expectCommittedBytes(
      "TZ=Pacific/Kiritimati LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 STATE_HUB_URL=http://x KUBECONFIG=/x HOME=/ actdef compile",
    ));

  test("the clock", () => {
    const preload = join(ROOT, "test/fault/move-clock.mjs");
    expectCommittedBytes(`CLOCK=2031-12-31T23:59:59Z NODE_OPTIONS="--import ${preload}" actdef compile`);
  });

  test("git and its remote", () => {
    expectCommittedBytes("git init -q . && git remote add origin https://example.invalid/other.git && actdef compile");
  });

  test("links: the project reached by one, and a definition that is one", () => {
    symlinkSync(scratch.folder, join(scratch.folder, "..", "linked"));
    mkdirSync(join(scratch.folder, "sources"));
    renameSync(join(scratch.folder, DEFINITION), join(scratch.folder, "sources/sweep.md"));
    symlinkSync("../../sources/sweep.md", join(scratch.folder, DEFINITION));
    expectCommittedBytes("cd ../linked && actdef compile");
  });

  test("line endings and a byte order mark", () => {
    const toWindows = (text: string) => `\uFEFF${text.replaceAll("\n", "\r\n")}`;
    edit(DEFINITION, toWindows);
    edit("k8s/targets/railiance01.yaml", toWindows);
    expectCommittedBytes("actdef compile");
  });

  test("comments, blank lines, quotes, the order of keys and the runbook", () => {
    edit(DEFINITION, (text) =>
      text
        .replace(
          "domain: custodian\nrepo: state-hub\n",
          "# where it lives\nrepo: 'state-hub'\n\n\ndomain: \"custodian\"\n",
        )
        .replace("## Purpose", "## Background\n\nMore.\n\n## Purpose"),
    );
    expectCommittedBytes("actdef compile");
  });

  test("the order in which files are read", async () => {
    scratch.run("actdef new acme.first && actdef new acme.second && actdef new zoo.third");
    const [definitions, targets] = [readDefinitions(scratch.folder), readTargets(scratch.folder)];
    expect(definitions).toHaveLength(4);
    const forward = compile({ definitions, targets, isWholeProject: true });
    const backward = compile({ definitions: definitions.toReversed(), targets, isWholeProject: true });
    expect(backward.outputs.map(textOf)).toEqual(forward.outputs.map(textOf));
  });
});
