import type { KubernetesObject } from "../project/projection.ts";
import type { ApiCall, Cluster } from "./api-call.ts";
import { ApiProblem } from "./api-problem.ts";
import type { LiveObject } from "./live-object.ts";
import { type Kind, RESOURCES, resourceOf, resourcePath } from "./resources.ts";

/** The field manager of everything that this program applies. */
const FIELD_MANAGER = "actdef";

/** Refuses unknown and doubled fields instead of dropping them. */
const STRICT = { fieldManager: FIELD_MANAGER, fieldValidation: "Strict" };

/** An object, or undefined where there is none. */
export async function getObject(
  cluster: Cluster,
  kind: Kind,
  namespace: string,
  name: string,
): Promise<LiveObject | undefined> {
  try {
    return (await cluster.call(callFor("get", kind, namespace, name))) as LiveObject;
  } catch (error) {
    if (error instanceof ApiProblem && error.reason === "not-found") return undefined;
    throw error;
  }
}

/** The objects of a kind in a namespace that have these labels (`a=b,c=d`). */
export async function listObjects(
  cluster: Cluster,
  kind: Kind,
  namespace: string,
  selector: { readonly labelSelector?: string; readonly fieldSelector?: string } = {},
): Promise<readonly LiveObject[]> {
  const list = await cluster.call({ ...callFor("list", kind, namespace), query: selector });
  return (list as { items?: readonly LiveObject[] }).items ?? [];
}

/**
 * Applies an object on the server's side and returns it as it is then. A field that another manager owns is a conflict,
 * unless it is forced. With `isDryRun` nothing is kept.
 */
export async function applyObject(
  cluster: Cluster,
  object: KubernetesObject,
  { isDryRun = false, isForced = false } = {},
): Promise<LiveObject> {
  const { namespace, name } = object.metadata;
  const query = { ...STRICT, force: String(isForced), ...(isDryRun ? { dryRun: "All" } : {}) };
  const call = { ...callFor("patch", object.kind, namespace, name), isIdempotent: true };
  // JSON is YAML, which is what the API server expects here.
  return (await cluster.call({
    ...call,
    query,
    body: object,
    contentType: "application/apply-patch+yaml",
  })) as LiveObject;
}

/** Creates an object under its own name. Where no answer comes, it may be there or not: read it by its name. */
export async function createObject(
  cluster: Cluster,
  object: KubernetesObject,
  { isDryRun = false } = {},
): Promise<LiveObject> {
  const { namespace, name } = object.metadata;
  const path = resourcePath(resourceOf(object.kind), namespace);
  const query = { ...STRICT, ...(isDryRun ? { dryRun: "All" } : {}) };
  const call = { ...callFor("create", object.kind, namespace, name), path, query, isIdempotent: isDryRun };
  return (await cluster.call({ ...call, body: object })) as LiveObject;
}

/** Replaces an object that has not changed since it was read. */
export async function replaceObject(
  cluster: Cluster,
  kind: Kind,
  object: KubernetesObject | LiveObject,
): Promise<LiveObject> {
  const { namespace = "", name } = object.metadata;
  const call = { ...callFor("update", kind, namespace, name), isIdempotent: true };
  return (await cluster.call({ ...call, query: STRICT, body: object })) as LiveObject;
}

/** Suspends a Job: its pods end, and none is started before somebody resumes it. */
export async function suspendJob(cluster: Cluster, namespace: string, name: string): Promise<void> {
  const call = { ...callFor("patch", "Job", namespace, name), isIdempotent: true };
  const body = { spec: { suspend: true } };
  await cluster.call({ ...call, query: STRICT, body, contentType: "application/merge-patch+json" });
}

/** Deletes this very object, and what it owns; one that is gone, or another of its name, is left. */
export async function deleteObject(cluster: Cluster, kind: Kind, live: LiveObject): Promise<void> {
  const { namespace = "", name, uid } = live.metadata;
  const body = {
    apiVersion: "v1",
    kind: "DeleteOptions",
    propagationPolicy: "Background",
    ...(uid === undefined ? {} : { preconditions: { uid } }),
  };
  try {
    await cluster.call({ ...callFor("delete", kind, namespace, name), isIdempotent: true, body });
  } catch (error) {
    const isGone = error instanceof ApiProblem && (error.reason === "not-found" || error.reason === "conflict");
    if (!isGone) throw error;
  }
}

/** What a container has printed so far; empty where the node has nothing of it. */
export async function readLog(
  cluster: Cluster,
  namespace: string,
  pod: string,
  query: Readonly<Record<string, string>> = {},
): Promise<string> {
  const call = callFor("get", "Pod", namespace, pod);
  return await cluster.callForText({ ...call, subresource: "log", path: `${call.path}/log`, query });
}

function callFor(verb: ApiCall["verb"], kind: string, namespace: string, name?: string): ApiCall {
  const resource = kind in RESOURCES ? RESOURCES[kind as Kind] : resourceOf(kind);
  const path = resourcePath(resource, namespace, name);
  return {
    verb,
    resource,
    namespace,
    path,
    isIdempotent: verb === "get" || verb === "list",
    ...(name ? { name } : {}),
  };
}
