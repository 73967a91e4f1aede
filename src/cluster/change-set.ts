import { differences, type FieldChange } from "../model/activity-changes.ts";
import type { KubernetesObject } from "../project/projection.ts";
import type { StatusCause } from "./api-problem.ts";
import { type LiveObject, objectName } from "./live-object.ts";

/** What a sync would do with one object. */
export type Action = "create" | "configure" | "unchanged" | "prune" | "suspend";

export interface Change {
  readonly kind: string;
  readonly name: string;
  readonly action: Action;
  /** Of an object that is configured: what becomes otherwise, as the API server has worked out. */
  readonly fields: readonly FieldChange[];
  /** What is applied. */
  readonly desired?: KubernetesObject;
  /** Takes fields from other managers, as was allowed. */
  readonly isForced?: boolean;
  /** What is deleted or suspended. */
  readonly live?: LiveObject;
}

/** Fields of an object that another manager owns and that would be changed. */
export interface Conflict {
  readonly object: string;
  readonly manager: string;
  readonly field: string;
}

/** What the API server sets, and what its controllers do. */
const SERVER_FIELDS: ReadonlySet<string> = new Set([
  "managedFields",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "uid",
]);

/** An object without what the API server and its controllers put there. */
function withoutServerFields(object: LiveObject): Readonly<Record<string, unknown>> {
  const { status: _status, metadata, ...rest } = object;
  const kept = Object.entries(metadata).filter(([key]) => !SERVER_FIELDS.has(key));
  return { ...rest, metadata: Object.fromEntries(kept) };
}

/** The change that an apply makes, by the object that is there and the answer to a dry run. */
export function appliedChange(
  desired: KubernetesObject,
  live: LiveObject | undefined,
  dryRun: LiveObject,
  isForced = false,
): Change {
  const identity = { kind: desired.kind, name: desired.metadata.name, desired, ...(isForced ? { isForced } : {}) };
  if (!live) return { ...identity, action: "create", fields: [] };
  // The items of a list have neither.
  const { apiVersion: _version, kind: _kind, ...before } = withoutServerFields(live);
  const { apiVersion: _newVersion, kind: _newKind, ...after } = withoutServerFields(dryRun);
  const fields = differences("", before, after);
  return { ...identity, action: fields.length > 0 ? "configure" : "unchanged", fields };
}

/** The conflicts that an apply was refused for. */
export function conflictsOf(object: KubernetesObject, causes: readonly StatusCause[]): Conflict[] {
  return causes
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message = "", field = "" }) => ({
      object: objectName(object.kind, object.metadata.name),
      // 'conflict with "kubectl-edit" using v1'; the API server tells the manager nowhere else.
      manager: /"([^"]*)"/.exec(message)?.[1] ?? message,
      field: field.replace(/^\./, ""),
    }));
}

/** "2 create, 1 configure, 0 prune, 6 unchanged", the first two always named. */
export function changeCounts(changes: readonly Change[]): Readonly<Record<Action, number>> {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    configure: count("configure"),
    prune: count("prune"),
    suspend: count("suspend"),
    unchanged: count("unchanged"),
  };
}
