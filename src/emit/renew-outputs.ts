import { sha256 } from "../model/canonical-json.ts";
import type { Target } from "../model/target.ts";
import {
  INDEX_KEY,
  indexConfigMap,
  type Shard,
  type ShardData,
  shardConfigMap,
  shardKey,
  shardOf,
} from "../project/definition-config-maps.ts";
import { contentSha256In, statedContentSha256, withContentSha256 } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { runtime } from "../project/runtime.ts";
import { syncJob, syncJobOf } from "../project/sync-job.ts";
import { DOCUMENT_MARK, documentText, jsonDataIn } from "./serialize.ts";

/** A generated file, exactly as a run has written it. */
export interface WrittenFile {
  readonly path: string;
  readonly target: string | null;
  readonly bytes: Buffer;
  /** The content hash of each of its objects. */
  readonly contents: readonly string[];
}

/** A generated file after some activities have changed. */
export interface RenewedFile {
  readonly path: string;
  readonly target: string | null;
  readonly contents: readonly string[];
  /** The objects that differ, as they were and as they are. */
  readonly before: readonly KubernetesObject[];
  readonly after: readonly KubernetesObject[];
  parts(): Iterable<string | Uint8Array>;
}

/** An activity that compiles to another text than before, and to the same for all that is projected from several. */
export interface ChangedActivity {
  readonly id: string;
  readonly json: string;
}

/**
 * The generated files of one target, made anew only where changed activities stand in them: their shards, the index and the
 * sync Job. The bytes are those that `emit` gives, provided that each shard holds the same activities as before. Nothing
 * comes back where a place in the files cannot be told; then everything has to be made anew. Pure.
 */
export function renewOutputs(
  target: Target,
  files: readonly WrittenFile[],
  changed: readonly ChangedActivity[],
): RenewedFile[] | undefined {
  const [main, job] = [runtime, syncJob].map(({ file }) => files.find(({ path }) => path.endsWith(`/${file}`)));
  const newMain = main && withChanges(target, main, changed);
  const newJob = newMain && job && withJob(target, job, main, newMain);
  if (!newJob) return undefined;
  const renewed = new Map([newMain, newJob].map((file) => [file.path, file]));
  return files.map((file) => renewed.get(file.path) ?? unchangedFile(file));
}

/** One document of a file, and what stands there now. */
interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly was: KubernetesObject;
  readonly is: KubernetesObject;
}

interface RenewedMain extends RenewedFile {
  readonly shards: readonly Shard[];
  readonly oldShards: readonly Shard[];
}

/** The file with the definitions. */
function withChanges(target: Target, file: WrittenFile, changed: readonly ChangedActivity[]): RenewedMain | undefined {
  const index = documentAt(file.bytes, file.bytes.lastIndexOf(keyLine(INDEX_KEY)));
  const oldShards = index && shardsIn(index.data);
  if (!oldShards) return undefined;
  const shards = [...oldShards];
  const replaced: Replaced[] = [];
  for (const { document, changes } of groupByShard(file.bytes, changed)) {
    const at = document ? oldShards.findIndex(({ name }) => document.text.includes(`\n  name: ${name}\n`)) : -1;
    const old = oldShards[at];
    if (!document || !old) return undefined;
    const data = { ...document.data, ...changes };
    const shard = shardOf(data);
    shards[at] = shard;
    replaced.push(replacedBy(document, old.name, shardConfigMap(target, shard.name, data)));
  }
  const newIndex = indexConfigMap(target, shards);
  replaced.push(replacedBy(index, newIndex.metadata.name, newIndex));
  return { ...withReplaced(file, replaced), shards, oldShards };
}

/** The file with the sync Job, which is its only object. */
function withJob(target: Target, job: WrittenFile, main: WrittenFile, newMain: RenewedMain): RenewedFile {
  const start = job.bytes.indexOf(`\n${DOCUMENT_MARK}`) + 1;
  const was = syncJobOf(target, sourcesOf(target, newMain.oldShards), main.contents);
  const is = syncJobOf(target, sourcesOf(target, newMain.shards), newMain.contents);
  return withReplaced(job, [{ start, end: job.bytes.length, was, is }]);
}

function sourcesOf(target: Target, shards: readonly Shard[]) {
  const index = indexConfigMap(target, shards);
  return {
    names: [...shards.map(({ name }) => name), index.metadata.name],
    indexSha256: sha256(index.data?.[INDEX_KEY] ?? ""),
  };
}

/** A ConfigMap of definitions in a file. */
interface ShardDocument {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly data: ShardData;
}

/** Each document in which an activity has changed, and what has changed in it. */
function groupByShard(bytes: Buffer, changed: readonly ChangedActivity[]) {
  const groups = new Map<number, { document: ShardDocument | undefined; changes: Record<string, string> }>();
  for (const { id, json } of changed) {
    const document = documentAt(bytes, bytes.indexOf(keyLine(shardKey(id))));
    const place = document?.start ?? -1;
    const group = groups.get(place) ?? { document, changes: {} };
    group.changes[shardKey(id)] = json;
    groups.set(place, group);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** The lines between which a key of an object's data stands. */
function keyLine(key: string): string {
  return `\n  ${key}: |-\n`;
}

function documentAt(bytes: Buffer, at: number): ShardDocument | undefined {
  if (at < 0) return undefined;
  const start = bytes.lastIndexOf(`\n${DOCUMENT_MARK}`, at) + 1;
  const next = bytes.indexOf(`\n${DOCUMENT_MARK}`, at);
  const end = next < 0 ? bytes.length : next + 1;
  const text = bytes.toString("utf8", start, end);
  const data = jsonDataIn(text);
  return data && { start, end, text, data };
}

/** The shards as the index tells them. */
function shardsIn(data: ShardData): readonly Shard[] | undefined {
  const index = data[INDEX_KEY];
  return index === undefined ? undefined : (JSON.parse(index) as { shards: Shard[] }).shards;
}

/** Objects of definitions differ in their names, their data and the hash of their content, and in nothing else. */
function replacedBy({ start, end, text, data }: ShardDocument, name: string, is: KubernetesObject): Replaced {
  const was = withContentSha256({ ...is, metadata: { ...is.metadata, name }, data }, contentSha256In(text) ?? "");
  return { start, end, was, is };
}

/** A file in which nothing has changed. */
export function unchangedFile(file: WrittenFile): RenewedFile {
  return withReplaced(file, []);
}

/** A file with other documents in the place of some, which are given in their order. */
function withReplaced(file: WrittenFile, replaced: readonly Replaced[]): RenewedFile {
  const changed = replaced.filter(({ was, is }) => statedContentSha256(was) !== statedContentSha256(is));
  const news = new Map(changed.map(({ was, is }) => [statedContentSha256(was), statedContentSha256(is)]));
  return {
    path: file.path,
    target: file.target,
    contents: file.contents.map((content) => news.get(content) ?? content),
    before: changed.map(({ was }) => was),
    after: changed.map(({ is }) => is),
    parts: () => partsOf(file.bytes, changed),
  };
}

function* partsOf(bytes: Buffer, replaced: readonly Replaced[]) {
  let at = 0;
  for (const { start, end, is } of replaced) {
    yield bytes.subarray(at, start);
    yield documentText(is);
    at = end;
  }
  yield bytes.subarray(at);
}
