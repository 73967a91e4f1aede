import { failed } from "../activity/stop.ts";
import type { Mount } from "./read-mount.ts";
import { sha256 } from "./sha256.ts";

interface Index {
  readonly count: number;
  readonly shards: readonly Shard[];
}

interface Shard {
  readonly name: string;
  /** SHA-256 of the canonical JSON of its data: a map of texts by file names. */
  readonly sha256: string;
  readonly count: number;
}

/**
 * Holds what is mounted against the index, and the index against its expected hash. The compiler spreads files over
 * shards by SHA-256 of their ids, so that the files in the order of these hashes are the shards in theirs, each a run of
 * `count` files. Throws Stop that names the shard, and the file where that can be known.
 */
export function checkMount({ index: text, files, folder }: Mount, indexSha256: string): void {
  const is = sha256(text);
  if (is !== indexSha256)
    throw unlikeIndex(
      `${folder}/index.json has the SHA-256 ${is}, and the Job was made for ${indexSha256}: ` +
        "the ConfigMap actcore-definitions was changed since",
    );
  const index = JSON.parse(text) as Index;
  const names = [...files.keys()]
    .map((name) => [sha256(name.slice(0, -".json".length)), name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, name]) => name);
  let start = 0;
  for (const shard of index.shards) {
    const run = names.slice(start, start + shard.count);
    if (hashOf(run, files) !== shard.sha256) throw unlikeIndex(whatIsWrong(shard, names, start, files, index.count));
    start += shard.count;
  }
  const [surplus] = names.slice(start);
  if (surplus !== undefined) throw unlikeIndex(`the file ${surplus} belongs to no shard of the index`);
}

function unlikeIndex(what: string): Error {
  return failed(`the mounted definitions are not those of the index: ${what}; nothing was written; sync again`);
}

function whatIsWrong(
  { name, sha256: hash, count }: Shard,
  names: readonly string[],
  start: number,
  files: Mount["files"],
  total: number,
): string {
  const where = `shard ${name}`;
  const wide = names.slice(start, start + count + 1);
  const surplus = wide.find(
    (left) =>
      hashOf(
        wide.filter((it) => it !== left),
        files,
      ) === hash,
  );
  if (names.length > total && surplus !== undefined) return `the file ${surplus} does not belong to ${where}`;
  const run = wide.slice(0, count);
  const told = `${names.length} files are mounted, and the index counts ${total}`;
  if (names.length < total) return `${where} lacks a file of its ${count} (${told})`;
  const cut = run.find((file) => !isJson(files.get(file) ?? ""));
  if (cut !== undefined) return `the file ${cut} of ${where} is cut: it is not JSON`;
  const which = run.length === 1 ? `the file ${run[0]}` : `one of its ${count} files, ${run[0]} to ${run.at(-1)},`;
  return `in ${where} ${which} was changed (${told})`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function hashOf(names: readonly string[], files: Mount["files"]): string {
  const data = [...names].sort().map((name) => `${JSON.stringify(name)}:${JSON.stringify(files.get(name))}`);
  return sha256(`{${data.join(",")}}`);
}
