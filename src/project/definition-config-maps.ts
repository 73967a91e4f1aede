import { canonicalJson, canonicalSha256, sha256 } from "../model/canonical-json.ts";
import { dataBytes, MAX_SHARD_BYTES, type PackedActivity } from "../model/compiled-activity.ts";
import type { Target } from "../model/target.ts";
import { inKeyOrder } from "./in-key-order.ts";
import { COMPONENT_LABEL, kubernetesObject, labelsOf } from "./kubernetes-object.ts";
import type { KubernetesObject } from "./projection.ts";

export const INDEX_NAME = "actcore-definitions";
export const INDEX_KEY = "index.json";

/** 40 bits: enough to tell the few thousand shards of some generations apart, and short enough to read. */
export const NAME_HASH_DIGITS = 10;

/** Whether a ConfigMap of this name holds definitions, and is not their index. */
export function isShardName(name: string): boolean {
  return /^actcore-definitions-[0-9a-f]{10}$/.test(name);
}

interface Entry {
  readonly file: string;
  readonly text: string;
  readonly bytes: number;
  /** SHA-256 of the activity's id in hexadecimal digits: the path to its leaf, bit by bit. */
  readonly address: string;
}

/**
 * The compiled activities in immutable ConfigMaps that are named by their content, and the index of these, last.
 *
 * The shards are the leaves of a binary trie over the bits of SHA-256(id), from left to right. So one changed
 * definition changes one shard, and a new one changes one or splits it. The index tells of each shard its name, its
 * count, and the SHA-256 of the canonical JSON of its data; a reader that has all files in one folder sorts them by
 * SHA-256(id) and finds the shards as runs of `count` files.
 */
export function definitionConfigMaps(activities: readonly PackedActivity[], target: Target): KubernetesObject[] {
  const shards = leaves(activities.map(toEntry), 0).map(shardContent);
  const index = canonicalJson({
    count: activities.length,
    shards: shards.map(({ name, sha256, count }) => ({ name, sha256, count })),
  });
  return [
    ...shards.map(({ name, data }) => definitionsConfigMap(target, name, { immutable: true, data })),
    definitionsConfigMap(target, INDEX_NAME, { data: { [INDEX_KEY]: index } }),
  ];
}

/** The names of the ConfigMaps of definitions among these objects, the index last, and the SHA-256 of the index. */
export function definitionSources(objects: readonly KubernetesObject[]): { names: string[]; indexSha256: string } {
  const found = objects.filter(({ metadata }) => metadata.labels[COMPONENT_LABEL] === "definitions");
  const index = found.find(({ metadata }) => metadata.name === INDEX_NAME);
  return { names: found.map(({ metadata }) => metadata.name), indexSha256: sha256(index?.data?.[INDEX_KEY] ?? "") };
}

function toEntry({ activity: { id }, json }: PackedActivity): Entry {
  return { file: `${id}.json`, text: json, bytes: dataBytes(json), address: sha256(id) };
}

/** A definition that is too large by itself is a leaf nevertheless: a rule has refused it with its size. */
function leaves(entries: readonly Entry[], depth: number): (readonly Entry[])[] {
  if (entries.length === 0) return [];
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= MAX_SHARD_BYTES || entries.length === 1) return [entries];
  const sides: [Entry[], Entry[]] = [[], []];
  for (const entry of entries) sides[bitOf(entry.address, depth)].push(entry);
  return [...leaves(sides[0], depth + 1), ...leaves(sides[1], depth + 1)];
}

/** The bit of a hexadecimal number at a place from the left, from 0. */
function bitOf(address: string, place: number): 0 | 1 {
  const digit = Number.parseInt(address.charAt(place >> 2), 16);
  return ((digit >> (3 - (place & 3))) & 1) === 1 ? 1 : 0;
}

function shardContent(entries: readonly Entry[]) {
  const data = inKeyOrder(Object.fromEntries(entries.map(({ file, text }) => [file, text])));
  const sha256 = canonicalSha256(data);
  return { name: `${INDEX_NAME}-${sha256.slice(0, NAME_HASH_DIGITS)}`, sha256, count: entries.length, data };
}

function definitionsConfigMap(target: Target, name: string, members: { immutable?: true; data: object }) {
  const labels = labelsOf(INDEX_NAME, "definitions");
  return kubernetesObject({ apiVersion: "v1", kind: "ConfigMap", name, namespace: target.namespace, labels }, members);
}
