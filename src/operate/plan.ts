import pLimit from "p-limit";
import { ApiProblem } from "../cluster/api-problem.ts";
import { appliedChange, type Change, type Conflict, conflictsOf } from "../cluster/change-set.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { applyObject, createObject, getObject } from "../cluster/objects.ts";
import type { Kind } from "../cluster/resources.ts";
import { type ActivityDifference, activitiesIn, activityDifferences } from "../emit/file-difference.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { syncAttempt } from "../project/sync-job.ts";
import { chooseJob, type JobChoice, supersededJobs } from "./job-choice.ts";
import { component, type LiveState, liveActivities, readLiveState } from "./live-state.ts";
import type { Operation } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";
import { isShardObject, type ProjectedTarget } from "./projected-target.ts";
import { type SurplusObject, surplusObjects } from "./surplus.ts";

/** What a sync would do, worked out by the API server and kept by nobody yet. */
export interface SyncPlan {
  readonly live: LiveState;
  /** In the order in which they are applied; the Job's own is last, where there is to be one. */
  readonly changes: readonly Change[];
  /** The same in the definitions' own terms, against what the cluster's index points to now. */
  readonly activities: readonly ActivityDifference[];
  /** How many activities the cluster has now. */
  readonly liveActivityCount: number;
  readonly job: JobChoice;
}

export interface PlanOptions {
  /** Takes fields that other managers own. */
  readonly isAdopting: boolean;
  readonly isRerun: boolean;
  /** What actcore-sync is called with, such as `--claim-database`. */
  readonly jobArguments: readonly string[];
}

/** As many dry runs as this are under way at a time. */
const CONCURRENT_CALLS = 8;

/** Works out what a sync would do; nothing is written. Throws OperationStop where a field is owned by another manager. */
export async function planSync(
  operation: Operation,
  projected: ProjectedTarget,
  options: PlanOptions,
): Promise<SyncPlan> {
  const { cluster, target } = operation;
  const live = await readLiveState(cluster, target.namespace);
  const limit = pLimit(CONCURRENT_CALLS);
  const tried = await Promise.all(
    inApplyOrder(projected.objects).map((object) => limit(() => tryObject(operation, object, live, options))),
  );
  const conflicts = tried.flatMap((it) => ("conflicts" in it ? it.conflicts : []));
  if (conflicts.length > 0) throw conflictStop(conflicts, target.name);
  const applied = tried.flatMap((it) => ("change" in it ? [it.change] : []));
  const firstName = projected.job.metadata.name;
  const job = chooseJob({ firstName, jobs: live.jobs, receipts: live.receipts, isRerun: options.isRerun });
  const before = liveActivities(live);
  return {
    live,
    changes: [
      ...applied,
      ...supersededJobs(live.jobs, firstName).map(suspended),
      ...surplusObjects(live, projected).map(pruned),
      ...(await jobChanges(operation, projected.job, job, options.jobArguments)),
    ],
    activities: activityDifferences(before, activitiesIn(projected.objects)),
    liveActivityCount: before.size,
    job,
  };
}

/**
 * Shards first, which nothing reads before the index points to them; then what pods read and what they may do, the
 * bridges, the worker; the index last, so that a sync which is cut off has activated nothing.
 */
function inApplyOrder(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const rank = (object: KubernetesObject) => {
    if (isShardObject(object)) return 0;
    if (component(object.metadata.labels) === "definitions") return 5;
    if (object.kind === "Deployment") return component(object.metadata.labels) === "worker" ? 4 : 3;
    return object.kind === "ConfigMap" || object.kind === "ServiceAccount" || object.kind === "NetworkPolicy" ? 1 : 2;
  };
  return objects.toSorted((a, b) => rank(a) - rank(b));
}

type Tried = { readonly change: Change } | { readonly conflicts: readonly Conflict[] };

async function tryObject(
  { cluster, target }: Operation,
  desired: KubernetesObject,
  { byKind }: LiveState,
  { isAdopting }: PlanOptions,
): Promise<Tried> {
  const { kind, metadata } = desired;
  const known = byKind.get("ConfigMap")?.get(metadata.name);
  if (isShardObject(desired) && known && isSameShard(desired, known)) {
    return { change: { kind, name: metadata.name, action: "unchanged", fields: [], desired } };
  }
  try {
    return await tryApplying(false);
  } catch (error) {
    const conflicts = error instanceof ApiProblem ? conflictsOf(desired, error.causes) : [];
    if (conflicts.length === 0) throw error;
    return isAdopting ? await tryApplying(true) : { conflicts };
  }

  async function tryApplying(isForced: boolean): Promise<Tried> {
    const dryRun = await applyObject(cluster, desired, { isDryRun: true, isForced });
    // An object that is there without our labels is not in the lists. What a dry run creates has no resourceVersion.
    const listed = byKind.get(kind as Kind)?.get(metadata.name);
    const isUnlisted = listed === undefined && dryRun.metadata.resourceVersion !== undefined;
    const live = isUnlisted ? await getObject(cluster, kind as Kind, target.namespace, metadata.name) : listed;
    return { change: appliedChange(desired, live, dryRun, isForced) };
  }
}

/** A shard is immutable and named by its content: of one that is there and holds the same, nothing can change. */
function isSameShard({ data = {} }: KubernetesObject, live: LiveObject): boolean {
  const files = Object.keys(data);
  const isSame =
    files.length === Object.keys(live.data ?? {}).length && files.every((file) => live.data?.[file] === data[file]);
  return isSame && live.immutable === true;
}

function conflictStop(conflicts: readonly Conflict[], target: string): OperationStop {
  const lines = conflicts.map(({ object, manager, field }) => `${object}: ${field} is owned by "${manager}"`);
  return new OperationStop("refused", `fields are owned by another manager: ${lines.length} in the dry run`, {
    event: lines,
    state: "nothing was written",
    next: `take them over with: actdef sync ${target} --adopt`,
  });
}

function suspended(live: LiveObject): Change {
  return { kind: "Job", name: live.metadata.name, action: "suspend", fields: [], live };
}

function pruned({ kind, live }: SurplusObject): Change {
  return { kind, name: live.metadata.name, action: "prune", fields: [], live };
}

/** A new Job is tried by a dry run as well, so that admission refuses it before anything is applied. */
async function jobChanges(
  { cluster }: Operation,
  job: KubernetesObject,
  choice: JobChoice,
  args: readonly string[],
): Promise<Change[]> {
  if (choice.kind !== "create") return [];
  const desired = syncAttempt(job, choice.name, args);
  await createObject(cluster, desired, { isDryRun: true });
  return [{ kind: "Job", name: choice.name, action: "create", fields: [], desired }];
}
