import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { Target } from "../model/target.ts";
import { type DumpText, proveDump, readDump, STDIN } from "../operate/dump.ts";
import type { ClusterSide } from "./cluster-side.ts";
import { UsageError } from "./usage-error.ts";

/** Reads a target's namespace from dumps; `-` is standard input. Throws OperationStop, or UsageError where none is there. */
export async function readDumps(target: Target, paths: readonly string[]): Promise<ClusterSide> {
  const dumps = await Promise.all(paths.map(readDumpText));
  const dump = readDump(dumps, target.namespace);
  const clusterUid = proveDump(dump, target);
  const names = dumps.map(({ name }) => name);
  const { name, namespace, database } = target;
  const identity = clusterUid === null ? whyUnproved(dump.clusterUid, name) : `cluster ${clusterUid} (pinned)`;
  return {
    live: dump.live,
    unreadKinds: dump.unreadKinds,
    source: { server: null, dumps: names, clusterUid },
    holder: undefined,
    headline: `Target ${name}  ${names.join(", ")}  namespace ${namespace}  database ${database.name}\n${identity}`,
  };
}

function whyUnproved(found: string | undefined, target: string): string {
  const why = found === undefined ? "the dump has no namespace kube-system" : `${target} is not pinned to a cluster`;
  return `not proved to be of its cluster: ${why}`;
}

async function readDumpText(path: string): Promise<DumpText> {
  if (path === "-") return { name: STDIN, text: await text(process.stdin) };
  try {
    return { name: path, text: await readFile(path, "utf8") };
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR")) {
      throw new UsageError(`--from ${path}: there is no such file`);
    }
    throw error;
  }
}
