import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Activity } from "../../src/model/activity.ts";
import { canonicalSha256, sha256 } from "../../src/model/canonical-json.ts";
import { compiledJson, dataBytes, MAX_SHARD_BYTES } from "../../src/model/compiled-activity.ts";
import type { KubernetesObject } from "../../src/project/projection.ts";
import { definitionConfigMaps } from "./packed.ts";
import { activity, railiance01 } from "./sample.ts";

/** Large enough that a few dozen of them need several shards. */
const FILLER_BYTES = 20_000;

const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 2, maxLength: 60, size: "max" });
const fleets = ids.map((names) => names.map((name) => largeActivity(`test.${name}`)));

/** With quotes and non-ASCII letters, so that the bytes of its text are not its length. */
function largeActivity(id: string): Activity {
  return activity(id, { body: { filler: `"é${id}`.repeat(FILLER_BYTES / (id.length + 3)) } });
}

function shardsOf(activities: readonly Activity[]): KubernetesObject[] {
  return definitionConfigMaps(activities, railiance01).slice(0, -1);
}

function indexOf(activities: readonly Activity[]) {
  const index = definitionConfigMaps(activities, railiance01).at(-1);
  expect(index?.metadata.name).toBe("actcore-definitions");
  return JSON.parse(index?.data?.["index.json"] ?? "");
}

const namesOf = (shards: readonly KubernetesObject[]) => shards.map(({ metadata }) => metadata.name);
const idsIn = (shard: KubernetesObject | undefined) =>
  Object.keys(shard?.data ?? {}).map((file) => file.replace(/\.json$/, ""));

/** Few runs: each hashes and escapes up to a megabyte. The seed makes them the same each time. */
const RUNS = { numRuns: 25, seed: 64 };

describe("shards", () => {
  test("hold every activity exactly once, as its compiled JSON", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const entries = shardsOf(fleet).flatMap(({ data }) => Object.entries(data ?? {}));
        const expected = fleet.map((it) => [`${it.id}.json`, compiledJson(it)]);
        expect(entries.sort()).toEqual(expected.sort());
      }),
      RUNS,
    );
  });

  test("stay under the limit, immutable, and are named by their content", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        for (const shard of shardsOf(fleet)) {
          const bytes = Object.values(shard.data ?? {}).reduce((sum, text) => sum + dataBytes(text), 0);
          expect(bytes).toBeLessThanOrEqual(MAX_SHARD_BYTES);
          expect(shard.immutable).toBe(true);
          expect(shard.metadata.name).toBe(`actcore-definitions-${canonicalSha256(shard.data).slice(0, 10)}`);
        }
      }),
      RUNS,
    );
  });

  test("do not depend on the order of the activities", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        expect(definitionConfigMaps(fleet.toReversed(), railiance01)).toEqual(definitionConfigMaps(fleet, railiance01));
      }),
      RUNS,
    );
  });

  test("one changed definition changes one shard", () => {
    fc.assert(
      fc.property(fleets, fc.nat(), (fleet, at) => {
        const changed = fleet.map((it, place) => (place === at % fleet.length ? { ...it, enabled: true } : it));
        const before = new Set(namesOf(shardsOf(fleet)));
        const after = namesOf(shardsOf(changed));
        // `true` is shorter than `false`, so that no shard has to split.
        expect(after.filter((name) => !before.has(name)).length).toBe(1);
        expect(after.length).toBe(before.size);
      }),
      RUNS,
    );
  });

  test("a new definition changes only the shard that it falls into, which may split", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const [added, ...rest] = fleet;
        const before = shardsOf(rest);
        const after = shardsOf(fleet);
        const kept = new Set(namesOf(before).filter((name) => namesOf(after).includes(name)));
        const gone = before.filter(({ metadata }) => !kept.has(metadata.name));
        const made = after.filter(({ metadata }) => !kept.has(metadata.name));
        expect(gone.length).toBeLessThanOrEqual(1);
        expect(made.flatMap(idsIn).sort()).toEqual([...gone.flatMap(idsIn), added?.id].sort());
      }),
      RUNS,
    );
  });

  test("one definition that is too large by itself stands alone", () => {
    const giant = activity("test.giant", { body: { filler: "x".repeat(MAX_SHARD_BYTES) } });
    const shards = shardsOf([giant, ...["a", "b", "c"].map((name) => largeActivity(`test.${name}`))]);
    expect(shards.map(idsIn)).toContainEqual(["test.giant"]);
  });
});

describe("the index", () => {
  test("tells the shards, and a reader of one folder finds them as runs in the order of SHA-256(id)", () => {
    fc.assert(
      fc.property(fleets, (fleet) => {
        const { count, shards } = indexOf(fleet);
        expect(count).toBe(fleet.length);
        const files = shardsOf(fleet)
          .flatMap(({ data }) => Object.entries(data ?? {}))
          .map(([file, text]) => ({ file, text, address: sha256(file.replace(/\.json$/, "")) }))
          .sort((a, b) => (a.address < b.address ? -1 : 1));
        for (const shard of shards) {
          const run = files.splice(0, shard.count).map(({ file, text }) => [file, text]);
          expect(canonicalSha256(Object.fromEntries(run))).toBe(shard.sha256);
          expect(shard.name).toBe(`actcore-definitions-${shard.sha256.slice(0, 10)}`);
        }
        expect(files).toEqual([]);
      }),
      RUNS,
    );
  });

  test("is there without a single activity", () => {
    expect(indexOf([])).toEqual({ count: 0, shards: [] });
  });
});
