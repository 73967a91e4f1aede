import type { LiveObject } from "../cluster/live-object.ts";
import type { Kind } from "../cluster/resources.ts";
import { rolloutState } from "../cluster/rollout-state.ts";
import {
  type ActivityDifference,
  activitiesIn,
  activityDifferences,
  type FileDifference,
} from "../emit/file-difference.ts";
import { type DatabaseState, databaseState } from "./database-state.ts";
import { hashOfJob } from "./job-choice.ts";
import { type LiveState, liveActivities } from "./live-state.ts";
import { type ObjectDrift, objectDrifts } from "./object-drift.ts";
import type { ProjectedTarget } from "./projected-target.ts";

/** A manifest that is not what the definitions compile to. */
export interface StaleManifest {
  /** Relative to the project's root. */
  readonly path: string;
  /** From the manifest to what is compiled; undefined where there is no such file. */
  readonly difference: FileDifference | undefined;
}

/** A Deployment whose pods are not yet, or no longer, as it tells. */
export interface OpenRollout {
  readonly name: string;
  readonly words: string;
}

/** What is known of a target, all of it read. */
export interface StatusQuestion {
  /** Of the manifests as they are on disk. */
  readonly manifests: Pick<ProjectedTarget, "objects" | "job">;
  readonly stale: readonly StaleManifest[];
  readonly live: LiveState;
  /** Kinds of which nothing was read, so that nothing of them is called missing. */
  readonly unreadKinds: ReadonlySet<Kind>;
}

/** How far definitions, manifests, cluster and database agree. */
export interface Status {
  readonly isInSync: boolean;
  readonly stale: readonly StaleManifest[];
  /** From what the cluster's index points to, to the manifests; empty where it was not read. */
  readonly activities: readonly ActivityDifference[];
  readonly objects: readonly ObjectDrift[];
  /** How many of the manifests' objects were compared with the cluster. */
  readonly comparedCount: number;
  /** How many could not be, by their kind. */
  readonly unread: Readonly<Record<string, number>>;
  readonly rollouts: readonly OpenRollout[];
  readonly database: DatabaseState;
}

/** Holds definitions, manifests, cluster and database against each other. Pure. */
export function targetStatus({ manifests, stale, live, unreadKinds }: StatusQuestion): Status {
  const { objects, job } = manifests;
  const byKind = new Map([...live.byKind].filter(([kind]) => !unreadKinds.has(kind)));
  const seen: LiveState = { ...live, byKind };
  const isRead = byKind.has("ConfigMap");
  const activities = isRead ? activityDifferences(liveActivities(seen), activitiesIn(objects)) : [];
  const drifts = objectDrifts(manifests, seen);
  const unread = countByKind(objects.filter(({ kind }) => !byKind.has(kind as Kind)).map(({ kind }) => kind));
  const rollouts = openRollouts(manifests, byKind.get("Deployment"));
  const database = databaseState(seen, hashOfJob(job.metadata.name), !unreadKinds.has("Job"));
  const findings = [stale, activities, drifts, Object.keys(unread), rollouts];
  return {
    isInSync: findings.every(({ length }) => length === 0) && database.kind === "current",
    stale,
    activities,
    objects: drifts,
    comparedCount: objects.filter(({ kind }) => byKind.has(kind as Kind)).length,
    unread,
    rollouts,
    database,
  };
}

function countByKind(kinds: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Those of the manifests' Deployments that are there and do not run as they were told. */
function openRollouts(
  { objects }: StatusQuestion["manifests"],
  live: ReadonlyMap<string, LiveObject> | undefined,
): OpenRollout[] {
  return objects
    .filter(({ kind }) => kind === "Deployment")
    .flatMap(({ metadata: { name } }) => {
      const deployment = live?.get(name);
      const state = deployment && rolloutState(deployment);
      return state && !state.isDone ? [{ name, words: state.words }] : [];
    });
}
