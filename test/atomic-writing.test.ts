import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT, scratchProject } from "./transcript.ts";

const DEFINITION = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
const FOLDER = "k8s/generated/railiance01";

/** More than the program makes; the loop ends where it gets through. */
const MOST_OPERATIONS = 200;

test("killed before any of its file operations, the program leaves each file old or new, whole, and the next run mends the rest", () => {
  const scratch = scratchProject();
  const read = () => {
    const folder = join(scratch.folder, FOLDER);
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yaml")) : [];
    return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  };
  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch.folder, FOLDER, name), text);
  };
  const preload = join(ROOT, "test/fault/kill-at.mjs");
  const before = read();
  const definition = join(scratch.folder, DEFINITION);
  writeFileSync(definition, readFileSync(definition, "utf8").replace("max_seconds: 300", "max_seconds: 240"));
  expect(scratch.run("actdef compile").code).toBe(0);
  const after = read();
  expect(after["20-runtime.yaml"]).not.toBe(before["20-runtime.yaml"]);

  let kills = 0;
  for (let at = 1; at < MOST_OPERATIONS; at++) {
    write(before);
    const { code } = scratch.run(`KILL_AT=${at} NODE_OPTIONS="--import ${preload}" actdef compile`);
    const left = read();
    for (const [name, text] of Object.entries(left)) expect([before[name], after[name]]).toContain(text);
    expect(Object.keys(left).sort()).toEqual(Object.keys(before).sort());
    if (code === 0) break;
    kills++;
    expect(scratch.run("actdef compile").code).toBe(0);
    expect(read()).toEqual(after);
    expect(readdirSync(join(scratch.folder, FOLDER)).sort()).toEqual(Object.keys(after).sort());
  }
  expect(kills).toBeGreaterThanOrEqual(10);
  scratch.remove();
});
