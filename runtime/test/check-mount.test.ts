import { expect, test } from "vitest";
import { definitionConfigMaps } from "../../test/project/packed.ts";
import { railiance01, sweep } from "../../test/project/sample.ts";
import { checkMount } from "../src/definitions/check-mount.ts";
import { sha256 } from "../src/definitions/sha256.ts";

/** 300 activities, so that there are several shards. */
const configMaps = definitionConfigMaps(
  Array.from({ length: 300 }, (_, index) => ({ ...sweep, id: `acme.job-${index}` })),
  railiance01,
);
const shards = configMaps.slice(0, -1).map(({ metadata, data }) => ({ name: metadata.name, data: data ?? {} }));
const index = configMaps.at(-1)?.data?.["index.json"] ?? "";
const files = new Map(shards.flatMap(({ data }) => Object.entries(data)));
/** Of a shard in the middle. */
const shard = shards[1] ?? { name: "", data: {} };
const [victim = "", text = ""] = Object.entries(shard.data)[3] ?? [];

function problem(change: (files: Map<string, string>) => void, text = index): string {
  const changed = new Map(files);
  change(changed);
  try {
    checkMount({ folder: "/etc/actcore/definitions", index: text, files: changed }, sha256(index));
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
}

test("what is mounted as it was compiled is accepted", () => {
  expect(shards.length).toBeGreaterThan(2);
  expect(problem(() => {})).toBe("none");
});

test.each([
  ["a missing file", (all) => all.delete(victim), `shard ${shard.name} lacks a file of its`],
  ["a whole missing shard", (all) => Object.keys(shard.data).map((it) => all.delete(it)), `${shard.name} lacks a file`],
  ["a cut file", (all) => all.set(victim, text.slice(0, -9)), `the file ${victim} of shard ${shard.name} is cut`],
  ["a changed file", (all) => all.set(victim, text.replace("codex", "nobody")), `in shard ${shard.name} one of its`],
  ["a file too many", (all) => all.set("acme.surplus.json", text), "the file acme.surplus.json"],
] satisfies [string, (all: Map<string, string>) => unknown, string][])(
  "%s is named with its shard",
  (_what, change, said) => {
    expect(problem(change)).toContain(said);
  },
);

test("an index that is not the expected one is refused, with both hashes", () => {
  const other = index.replace('"count":300', '"count":301');
  const said = problem(() => {}, other);
  expect(said).toContain(sha256(index));
  expect(said).toContain(sha256(other));
});
