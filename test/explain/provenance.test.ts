import { describe, expect, test } from "vitest";
import { outputFiles } from "../../src/emit/output-files.ts";
import { type ManifestLine, manifestLines } from "../../src/explain/manifest-lines.ts";
import { provenanceOf, starsOf } from "../../src/explain/provenance.ts";
import { componentOf, type Origin, type Scene, valueIn } from "../../src/explain/provenance-place.ts";
import type { Activity } from "../../src/model/activity.ts";
import type { Target } from "../../src/model/target.ts";
import type { Path } from "../../src/parse/located.ts";
import { project } from "../project/packed.ts";
import { edge, edgeActivities, railiance01, sweep } from "../project/sample.ts";

function sceneOf(target: Target, activities: readonly Activity[]): Scene {
  const lines = outputFiles(target, project(activities, target)).flatMap(manifestLines);
  return { target, activities, lines, isWritten: () => true };
}

/** The lines of a scene by what they are in any other scene too: object, path, and which line of a longer text. */
function keyed(scene: Scene): Map<string, ManifestLine> {
  const known = new Map<string, ManifestLine>();
  const ordinals = new Map<object, string>();
  for (const line of scene.lines) {
    const file = line.file.path.split("/").at(-1);
    const at = line.at;
    if (at && !ordinals.has(at.object)) {
      const group = `${at.object.kind}/${componentOf(at.object)}`;
      const same = [...ordinals.values()].filter((name) => name.startsWith(`${group}#`)).length;
      ordinals.set(at.object, `${group}#${same}`);
    }
    const place = at ? `${ordinals.get(at.object)} ${at.path.join(" ")}` : `line ${line.line}`;
    // The parts between two objects, and the files themselves, are alike in every scene.
    if (!at && !line.text.startsWith("#")) continue;
    let key = `${file} ${place}`;
    while (known.has(key)) key += "+";
    known.set(key, line);
  }
  return known;
}

/** Without its indent: it tells which value comes first in a list, and not what the value is. */
const bare = (line: ManifestLine | undefined) => line?.text.replace(/^[ -]+/, "");

function changedLines(before: Scene, after: Scene): string[] {
  const [was, is] = [keyed(before), keyed(after)];
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => bare(was.get(key)) !== bare(is.get(key))).sort();
}

/** The lines of which the map says, on either side, that the field decides them. */
function namedLines(before: Scene, after: Scene, isField: (origin: Origin) => boolean): string[] {
  const [was, is] = [keyed(before), keyed(after)];
  const names = (lines: Map<string, ManifestLine>, scene: Scene) =>
    [...lines].filter(([, line]) => provenanceOf(line, scene).origins.some(isField)).map(([key]) => key);
  return [...new Set([...names(was, before), ...names(is, after)])].sort();
}

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

/** A copy of plain data with another value at a path. */
function withValue<T>(data: T, path: Path, value: unknown): T {
  const copy = structuredClone(data);
  const holder = valueIn(copy, path.slice(0, -1));
  Reflect.set(holder as object, path.at(-1) ?? "", value);
  return copy;
}

/** Other values, so that each part of the value changes once; where the schema allows few, some of these. */
function others(value: unknown, path: Path): unknown[] {
  const field = path.join(" ");
  if (field === "cluster uid") return ["11111111-2222-4333-8444-555555555555"];
  if (field === "temporal address")
    return ["elsewhere.example.org:7233", "temporal:7234", "temporal.other.svc.cluster.local:7235"];
  if (field.endsWith(" cidr")) return ["192.168.0.0/16"];
  if (field.endsWith(" url")) return ["https://elsewhere.example.org:8443", "http://bridge.other.svc:8001"];
  if (/^access subjects \d kind$/.test(field)) return ["User", "Group", "ServiceAccount"];
  if (field.startsWith("environment ")) return Object.keys(edge.bridges);
  if (field === "invoke base_url_env") return Object.keys(edge.environment);
  if (typeof value === "number") return [value + 1];
  if (typeof value === "boolean") return [!value];
  return [value === null ? "other" : `${value}x`];
}

const isOfTarget = (path: Path) => (origin: Origin) =>
  origin.of === "target" && origin.path.join(" ") === path.map(String).join(" ");

const isOfDefinition = (id: string, path: Path) => (origin: Origin) =>
  origin.of === "definition" && origin.id === id && origin.path.every((key, index) => key === path[index]);

/** Fields of a definition that decide more than its compiled form, and one that stands for all others. */
const TOLD = ["title", "invoke base_url_env", "invoke headers", "invoke timeout_seconds"];

/** Whether a bridge is generated or whether there is a worker decides which objects there are. */
const isSwitch = (path: Path) => path.at(-1) === "managed" || path.join(" ") === "worker replicas";

function differing(before: Scene, afters: readonly Scene[]): string[] {
  return [...new Set(afters.flatMap((after) => changedLines(before, after)))].sort();
}

function named(before: Scene, afters: readonly Scene[], isField: (origin: Origin) => boolean): string[] {
  return [...new Set(afters.flatMap((after) => namedLines(before, after, isField)))].sort();
}

describe.each([
  { target: railiance01, activities: [sweep] },
  { target: edge, activities: edgeActivities },
])("on $target.name", ({ target, activities }) => {
  const before = sceneOf(target, activities);
  const fields = leaves(target)
    .filter((path) => !isSwitch(path) && !(path[0] === "environment" && Object.keys(target.bridges).length === 1))
    .map((path) => ({ field: path.join(" "), path }));

  test.each(fields)("$field changes the lines that the map names, and no others", ({ path }) => {
    const afters = others(valueIn(target, path), path).map((value) =>
      sceneOf(withValue(target, path, value), activities),
    );
    expect(named(before, afters, isOfTarget(path))).toEqual(differing(before, afters));
  });

  const parts = activities.flatMap((activity, index) =>
    leaves(activity)
      .filter((path) => TOLD.some((field) => path.join(" ").startsWith(field)))
      .map((path) => ({ field: `${activity.id} ${path.join(" ")}`, activity, index, path })),
  );

  test.each(parts)("$field changes the lines that the map names, and no others", ({ activity, index, path }) => {
    if (path.join(" ") === "invoke base_url_env" && activities.length === 1) return;
    const afters = others(valueIn(activity, path), path).map((value) =>
      sceneOf(target, activities.with(index, withValue(activity, path, value))),
    );
    const told = named(before, afters, isOfDefinition(activity.id, path));
    const changed = differing(before, afters);
    // One volume holds the Secrets of all headers, and the map names it for each of them.
    if (path.includes("secret_ref")) expect(told).toEqual(expect.arrayContaining(changed));
    else expect(told).toEqual(changed);
  });

  test.each([
    { field: "worker managed", value: false },
    { field: "worker replicas", value: target.worker.replicas === 1 ? 2 : 1 },
  ])("$field decides which objects are there", ({ field, value }) => {
    const path = field.split(" ");
    const after = sceneOf(withValue(target, path, value), activities);
    const [was, is] = [keyed(before), keyed(after)];
    const untold = changedLines(before, after).filter((key) => {
      const told = [
        { line: was.get(key), scene: before },
        { line: is.get(key), scene: after },
      ].flatMap(({ line, scene }) => (line ? [provenanceOf(line, scene)] : []));
      return !told.some(({ origins, existence }) => [...origins, ...existence].some(isOfTarget(path)));
    });
    expect(untold).toEqual([]);
  });
});

test("stars stand for keys, and two of them for any further ones", () => {
  expect(starsOf("a * c", ["a", "b", "c"])).toEqual(["b"]);
  expect(starsOf("a * c", ["a", 0, "c"])).toEqual(["0"]);
  expect(starsOf("a *", ["a", "b", "c"])).toBeUndefined();
  expect(starsOf("a **", ["a", "b", "c"])).toEqual([]);
  expect(starsOf("a b **", ["a"])).toBeUndefined();
});
