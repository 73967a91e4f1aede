import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT, type Scratch, scratchProject } from "./transcript.ts";

const SWEEP = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";

let scratch: Scratch;
beforeEach(() => {
  scratch = scratchProject();
});
afterEach(() => scratch.remove());

interface Loaded {
  /** Files of the program; of those that several commands share, all have the name `chunk`. */
  readonly files: readonly string[];
  /** Parts of Node. */
  readonly parts: readonly string[];
}

function loadedBy(command: string, code: number): Loaded {
  const list = join(scratch.folder, "../loaded.json");
  const preload = join(ROOT, "test/fault/list-loaded.cjs");
  const run = scratch.run(`LOADED=${list} NODE_OPTIONS="--require ${preload}" ${command}`);
  expect(run.code, run.output).toBe(code);
  const { files, parts } = JSON.parse(readFileSync(list, "utf8")) as Loaded;
  return { files: files.map((file) => file.replace(/(?:-[A-Z0-9]{8})?\.cjs$/, "")), parts };
}

/** What takes longer to load than a definition to be checked. */
const HEAVY_PARTS = ["child_process", "crypto", "fs/promises", "net", "perf_hooks", "stream", "tty", "worker_threads"];
const heavy = ({ parts }: Loaded) => parts.filter((part) => HEAVY_PARTS.includes(part));

describe("a command loads what it uses", () => {
  test("a sound definition needs no library, nothing that explains a mistake, and little of Node", () => {
    const loaded = loadedBy(`actdef validate --no-cache ${SWEEP}`, 0);
    expect([...new Set(loaded.files)].sort()).toEqual(["actdef", "chunk", "list-loaded", "validate"]);
    expect(heavy(loaded)).toEqual([]);
  });

  test("a definition with a mistake loads what explains it", () => {
    const text = readFileSync(join(scratch.folder, SWEEP), "utf8");
    writeFileSync(join(scratch.folder, SWEEP), text.replace("method: POST", "method: PSOT"));
    const { files } = loadedBy(`actdef validate --no-cache ${SWEEP}`, 1);
    expect(files).toEqual(expect.arrayContaining(["schema-findings", "pretty"]));
    expect(files).not.toContain("yaml");
  });

  test("YAML that is not plain loads the library for it", () => {
    const text = readFileSync(join(scratch.folder, SWEEP), "utf8");
    writeFileSync(join(scratch.folder, SWEEP), text.replace("method: POST", "method: &method POST"));
    expect(loadedBy(`actdef validate --no-cache ${SWEEP}`, 0).files).toContain("yaml");
  });

  test("only what speaks to a cluster loads the client of Kubernetes", () => {
    for (const command of [
      "actdef validate",
      "actdef compile",
      "actdef compile --check --no-cache",
      "actdef diff --help",
    ]) {
      expect(loadedBy(command, 0).files).not.toContain("kubeconfig");
    }
    expect(loadedBy("actdef target show railiance01 --kubeconfig none", 2).files).toContain("kubeconfig");
  });

  test("a run loads neither the client of Kubernetes nor what checks whole projects", () => {
    const { files } = loadedBy("actdef run the-custodian.state-hub-consistency-sweep --base-url http://127.0.0.1:9", 6);
    expect(files).toContain("run");
    for (const other of ["kubeconfig", "check-project", "projections", "yaml", "pretty"])
      expect(files).not.toContain(other);
  });

  test("only what draws a page loads the library that draws", () => {
    scratch.run("parallel-week quiet > runs.jsonl");
    const compare =
      "actdef compare the-custodian.state-hub-consistency-sweep --events runs.jsonl --at 2026-06-28T06:00Z";
    for (const command of ["actdef validate", "actdef compile", compare]) {
      expect(loadedBy(command, 0).files).not.toContain("comparison-page");
    }
    expect(loadedBy(`${compare} --page page.html`, 0).files).toContain("comparison-page");
  });

  test("only the timeline loads what draws it, in the one way that is asked for", () => {
    for (const command of ["actdef validate", "actdef compile", "actdef explain --help"]) {
      expect(loadedBy(command, 0).files.filter((file) => file.startsWith("timeline"))).toEqual([]);
    }
    const { files } = loadedBy("actdef timeline --format svg", 0);
    expect(files).toContain("timeline-svg");
    expect(files).not.toContain("timeline-text");
  });

  test("only a project with units loads what makes them", () => {
    scratch.run("actdef compile");
    expect(loadedBy("actdef compile --check --no-cache", 0).files).not.toContain("unit-plan");
    scratch.run("actdef compile --projection systemd");
    expect(loadedBy("actdef compile --check --no-cache", 0).files).toContain("unit-plan");
    scratch.run("actdef compile");
    expect(loadedBy("actdef compile --check", 0).files).not.toContain("unit-plan");
  });

  test("a project that has not changed needs neither rules nor projections", () => {
    scratch.run("actdef compile");
    const { files } = loadedBy("actdef compile --check", 0);
    expect(files).not.toContain("check-project");
    expect(files).not.toContain("projections");
    expect(files).not.toContain("yaml");
  });
});
