import { ApiProblem } from "../cluster/api-problem.ts";
import type { Change } from "../cluster/change-set.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { applyObject, createObject, deleteObject, getObject, suspendJob } from "../cluster/objects.ts";
import type { Kind } from "../cluster/resources.ts";
import { contentSha256 } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import type { FollowedJob } from "./followed-job.ts";
import type { Lock } from "./lock.ts";
import type { Operation } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";
import type { SyncPlan } from "./plan.ts";

/**
 * Applies what is created or configured, in the order of the plan, and suspends the Jobs of other projections. A kill at
 * any point leaves what the next run completes. Returns how many objects were written.
 */
export async function applyChanges(operation: Operation, { changes }: SyncPlan, lock: Lock): Promise<number> {
  const { cluster, target, clock } = operation;
  let written = 0;
  for (const change of changes) {
    const { action, kind, name, desired, isForced } = change;
    if (kind === "Job" && action === "create") continue;
    if (action === "unchanged" || action === "prune") continue;
    clock.checkInterruption();
    await lock.keep();
    if (action === "suspend") await suspendJob(cluster, target.namespace, name);
    else if (desired) await applyObject(cluster, desired, { isForced: isForced ?? false });
    written++;
  }
  return written;
}

/** Deletes what the plan prunes. */
export async function pruneChanges(operation: Operation, { changes }: SyncPlan, lock: Lock): Promise<number> {
  const prunes = changes.filter((change): change is Change & Required<Pick<Change, "live">> => {
    return change.action === "prune" && change.live !== undefined;
  });
  for (const { kind, live } of prunes) {
    await lock.keep();
    await deleteObject(operation.cluster, kind as Kind, live);
  }
  return prunes.length;
}

/** How often a Job whose creation got no answer, and that is not there, is created again. */
const CREATIONS = 3;

/** Whether the Job that has a name already may stand for the one that was to be created. */
export type JobEquality = (found: LiveObject, job: KubernetesObject) => boolean;

const hasSameContent: JobEquality = ({ metadata }, job) =>
  Object.values(metadata.annotations ?? {}).includes(contentSha256(job));

/**
 * Creates a Job. It has a name of its own, so where no answer comes, reading it by this name tells whether it is there, and
 * a second one can never be made.
 */
export async function createJob(
  operation: Operation,
  job: KubernetesObject,
  words: FollowedJob["words"],
  isSame = hasSameContent,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await createObject(operation.cluster, job);
      return;
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (!error.isUnanswered && error.reason !== "already-exists") throw error;
      const found = await jobOf(operation, job, words, error);
      if (found && !isSame(found, job)) throw another(found);
      if (found) return;
      if (tries === CREATIONS) throw error;
    }
  }
}

/** The Job of that name, if there is one. */
async function jobOf(
  { cluster }: Operation,
  job: KubernetesObject,
  words: FollowedJob["words"],
  cause: ApiProblem,
): Promise<LiveObject | undefined> {
  const { name, namespace } = job.metadata;
  try {
    return await getObject(cluster, "Job", namespace, name);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new OperationStop(
      "unknown",
      `whether Job ${name} exists is not known: ${cause.message}; then: ${error.message}`,
      {
        state: `if it exists, it runs; ${words.unknown}`,
        next: words.attach,
      },
    );
  }
}

function another({ metadata: { name, namespace } }: LiveObject): OperationStop {
  return new OperationStop("refused", `there is a Job ${name} that is another one`, {
    state: "it was left as it is, and none was made",
    next: `kubectl describe job ${name} -n ${namespace}`,
  });
}
