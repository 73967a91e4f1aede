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

/** What decides in which shard an activity is. */
export interface Placement {
  /** SHA-256 of the activity's id in hexadecimal digits: the path to its leaf, bit by bit. */
  readonly address: string;
  /** As `dataBytes` counts them. */
  readonly bytes: number;
}

interface Entry extends Placement {
  readonly file: string;
  readonly text: string;
}

/** The data of a shard: compiled activities by the names of their files. */
export type ShardData = Readonly<Record<string, string>>;

/** What the index tells of a shard. */
export interface Shard {
  readonly name: string;
  /** SHA-256 of the canonical JSON of its data. */
  readonly sha256: string;
  readonly count: number;
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
  const data = leaves(activities.map(toEntry), 0).map(dataOfEntries);
  const shards = data.map(shardOf);
  return [
    ...data.map((it, index) => shardConfigMap(target, shards[index]?.name ?? "", it)),
    indexConfigMap(target, shards),
  ];
}

/** How many activities each shard holds, in the order of the shards. */
export function shardCounts(placements: readonly Placement[]): number[] {
  return leaves(placements, 0).map(({ length }) => length);
}

export function shardOf(data: ShardData): Shard {
  const sha256 = canonicalSha256(data);
  return { name: `${INDEX_NAME}-${sha256.slice(0, NAME_HASH_DIGITS)}`, sha256, count: Object.keys(data).length };
}

export function shardConfigMap(target: Target, name: string, data: ShardData): KubernetesObject {
  return definitionsConfigMap(target, name, { immutable: true, data });
}

export function indexConfigMap(target: Target, shards: readonly Shard[]): KubernetesObject {
  const count = shards.reduce((sum, shard) => sum + shard.count, 0);
  const index = canonicalJson({ count, shards: shards.map(({ name, sha256, count }) => ({ name, sha256, count })) });
  return definitionsConfigMap(target, INDEX_NAME, { data: { [INDEX_KEY]: index } });
}

/** What the sync Job reads. */
export interface DefinitionSources {
  /** The names of the ConfigMaps of definitions, the index last. */
  readonly names: readonly string[];
  readonly indexSha256: string;
}

/** The ConfigMaps of definitions among these objects, the index last. */
export function definitionSources(objects: readonly KubernetesObject[]): DefinitionSources {
  const found = objects.filter(({ metadata }) => metadata.labels[COMPONENT_LABEL] === "definitions");
  const index = found.find(({ metadata }) => metadata.name === INDEX_NAME);
  return { names: found.map(({ metadata }) => metadata.name), indexSha256: sha256(index?.data?.[INDEX_KEY] ?? "") };
}

/** The address of an activity, by its id. */
export function addressOf(id: string): string {
  return sha256(id);
}

/** The name of an activity's file in its shard. */
export function shardKey(id: string): string {
  return `${id}.json`;
}

function toEntry({ activity: { id }, json }: PackedActivity): Entry {
  return { file: shardKey(id), text: json, bytes: dataBytes(json), address: addressOf(id) };
}

/** A definition that is too large by itself is a leaf nevertheless: a rule has refused it with its size. */
function leaves<E extends Placement>(entries: readonly E[], depth: number): (readonly E[])[] {
  if (entries.length === 0) return [];
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= MAX_SHARD_BYTES || entries.length === 1) return [entries];
  const sides: [E[], E[]] = [[], []];
  for (const entry of entries) sides[bitOf(entry.address, depth)].push(entry);
  return [...leaves(sides[0], depth + 1), ...leaves(sides[1], depth + 1)];
}

/** The bit of a hexadecimal number at a place from the left, from 0. */
function bitOf(address: string, place: number): 0 | 1 {
  const digit = Number.parseInt(address.charAt(place >> 2), 16);
  return ((digit >> (3 - (place & 3))) & 1) === 1 ? 1 : 0;
}

function dataOfEntries(entries: readonly Entry[]): ShardData {
  return inKeyOrder(Object.fromEntries(entries.map(({ file, text }) => [file, text])));
}

function definitionsConfigMap(target: Target, name: string, members: { immutable?: true; data: object }) {
  const labels = labelsOf(INDEX_NAME, "definitions");
  return kubernetesObject({ apiVersion: "v1", kind: "ConfigMap", name, namespace: target.namespace, labels }, members);
}
