import type { LiveObject } from "../cluster/live-object.ts";
import { type Kind, PROJECTED_KINDS, RESOURCES } from "../cluster/resources.ts";
import type { Target } from "../model/target.ts";
import { isOwned } from "../project/kubernetes-object.ts";
import { jsonDocuments } from "./json-documents.ts";
import { type LiveState, liveState } from "./live-state.ts";
import { OperationStop } from "./operation-stop.ts";

/** A text that `kubectl get -o json` printed, and the name of where it comes from. */
export interface DumpText {
  readonly name: string;
  readonly text: string;
}

/** What dumps tell of a target's namespace. */
export interface Dump {
  readonly live: LiveState;
  /** Kinds that a sync writes and of which the dumps have no object: none is there, or they were not asked for. */
  readonly unreadKinds: ReadonlySet<Kind>;
  /** The UID of the namespace kube-system, where the dumps have it. */
  readonly clusterUid: string | undefined;
}

const READ_KINDS: readonly Kind[] = [...PROJECTED_KINDS, "Job"];

/** The call of kubectl that dumps all that is compared. */
export function dumpCommand(namespace: string): string {
  const plurals = READ_KINDS.map((kind) => RESOURCES[kind].plural);
  return `kubectl get ${plurals.join(",")} -n ${namespace} -o json`;
}

/**
 * Reads dumps of a namespace: lists, single objects, or several documents in one text. Objects of other namespaces and
 * of other kinds are left out. Throws OperationStop where a dump cannot be read, or none has anything of the namespace.
 */
export function readDump(dumps: readonly DumpText[], namespace: string): Dump {
  const found = dumps.flatMap((dump) => objectsIn(dump, namespace));
  const own = found.flatMap(({ object }) => (object && namespaceOf(object) === namespace ? [object] : []));
  if (own.length === 0) throw elsewhere(dumps, found, namespace);
  const read = new Set(found.map(({ kind }) => kind));
  const lists = READ_KINDS.map((kind) => [kind, own.filter((object) => isOfKind(object, kind))] as const);
  return {
    live: liveState(lists),
    unreadKinds: new Set(READ_KINDS.filter((kind) => !read.has(kind))),
    clusterUid: found.find(({ object }) => object && isIdentity(object))?.object?.metadata.uid,
  };
}

/** The cluster's UID where a dump proves that it is of the target's cluster, else null. Throws OperationStop if it is not. */
export function proveDump({ clusterUid }: Dump, { name, cluster }: Pick<Target, "name" | "cluster">): string | null {
  if (clusterUid === undefined || cluster.uid === null) return null;
  if (clusterUid === cluster.uid) return clusterUid;
  throw new OperationStop("refused", `the dump is not of ${name}: its namespace kube-system is another cluster's`, {
    event: [`pinned  ${cluster.uid}`, `found   ${clusterUid}`],
    next: "dump the target's own cluster",
  });
}

/** An object of a dump; or a list that tells its kind and has no item. */
interface Found {
  readonly kind: string;
  readonly object?: LiveObject;
}

function objectsIn({ name, text }: DumpText, namespace: string): Found[] {
  const read = jsonDocuments(text);
  if ("problem" in read) throw unreadable(name, text, read, namespace);
  return read.documents.flatMap((document) => foundIn(document, name, namespace));
}

function foundIn(document: unknown, name: string, namespace: string): Found[] {
  const { kind, items } = document as { readonly kind?: unknown; readonly items?: unknown };
  if (typeof kind !== "string") throw notKubernetes(name, namespace);
  const isList = kind.endsWith("List") && Array.isArray(items);
  if (!isList) return [{ kind, object: liveObject(document, kind, name, namespace) }];
  // The API server's own lists tell the kind of their items, which have none; kubectl's are called List.
  const itemKind = kind.slice(0, -"List".length);
  const objects = items.map((item: unknown) => liveObject(item, itemKind, name, namespace));
  return [{ kind: itemKind }, ...objects.map((object) => ({ kind: String(object.kind), object }))];
}

function liveObject(value: unknown, kind: string, name: string, namespace: string): LiveObject {
  const object = value as Partial<LiveObject> | null;
  if (typeof object?.metadata?.name !== "string") throw notKubernetes(name, namespace);
  return { kind, ...object, metadata: object.metadata };
}

/** Jobs of others may be labelled as ours are; all else is looked up by its name. */
function isOfKind(object: LiveObject, kind: Kind): boolean {
  return object.kind === kind && (kind !== "Job" || isOwned(object.metadata.labels));
}

function namespaceOf({ metadata }: LiveObject): string | undefined {
  return metadata.namespace;
}

function isIdentity({ kind, metadata }: LiveObject): boolean {
  return kind === "Namespace" && metadata.name === "kube-system";
}

function unreadable(
  name: string,
  text: string,
  { problem, line }: { readonly problem: "cut" | "not-json"; readonly line: number },
  namespace: string,
): OperationStop {
  const again = (file: string) => `dump it again: ${dumpCommand(namespace)} > ${file}`;
  if (problem === "cut") {
    return new OperationStop("usage", `${name} is cut: the object that begins on line ${line} has no end`, {
      why: "the dump was interrupted, or the disk was full",
      next: again(name === STDIN ? "dump.json" : name),
    });
  }
  const isYaml = /^\s*(?:#|---|apiVersion:|kind:|items:)/.test(text);
  return new OperationStop("usage", `${name} is not JSON, on line ${line}${isYaml ? ": it looks like YAML" : ""}`, {
    next: again("dump.json"),
  });
}

/** What standard input is called. */
export const STDIN = "standard input";

function notKubernetes(name: string, namespace: string): OperationStop {
  return new OperationStop("usage", `${name} is JSON, and no object of Kubernetes`, {
    next: `dump one with: ${dumpCommand(namespace)}`,
  });
}

function elsewhere(dumps: readonly DumpText[], found: readonly Found[], namespace: string): OperationStop {
  const names = dumps.map(({ name }) => name).join(", ");
  const others = [...new Set(found.flatMap(({ object }) => (object && namespaceOf(object)) ?? []))].sort();
  const message =
    others.length > 0
      ? `${names}: the objects are of namespace ${others.join(", ")}, and the target's is ${namespace}`
      : `${names}: there is no object of namespace ${namespace}`;
  return new OperationStop("usage", message, { next: `dump the target's own: ${dumpCommand(namespace)}` });
}
