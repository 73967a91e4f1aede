import { Interrupted } from "../cluster/clock.ts";
import { isUnfinished } from "../cluster/job-state.ts";
import { listObjects } from "../cluster/objects.ts";
import { COMPONENT_LABEL, OWNER_SELECTOR } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { toStop } from "./api-stops.ts";
import { createJob } from "./apply-plan.ts";
import {
  type CommandCall,
  type CommandJobRequest,
  commandJob,
  commandJobs,
  followedCommandJob,
} from "./command-job.ts";
import { followJob, type JobEnd } from "./follow-job.ts";
import type { FollowedJob } from "./followed-job.ts";
import { type Lock, type LockRequest, takeLock } from "./lock.ts";
import type { Operation } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";
import { checkAccess, proveIdentity, targetLine } from "./preflight.ts";
import type { Left, Verified } from "./result-line.ts";

export interface CommandRequest extends CommandCall {
  readonly syncJob: KubernetesObject;
  /** Waits for the latest Job of this call, and makes none. */
  readonly isAttaching: boolean;
  /** Null for what is never kept waiting. */
  readonly lock: LockRequest | null;
  readonly timeoutMs: number;
}

/** Of which run a result has to be. */
export interface Place {
  readonly job: string;
  readonly database: string;
  readonly cluster_uid: string;
}

const NO_LOCK: Lock = { keep: async () => {}, prove: async () => {}, release: async () => {} };

/**
 * Makes a call of actcore-sync as a Job in the target's cluster, where Temporal and the database can be reached, follows it
 * to its end, and gives the result that `verify` takes for proved. Throws OperationStop where there is none.
 */
export async function runCommandJob<R>(
  operation: Operation,
  request: CommandRequest,
  verify: (left: Left, place: Place) => Verified<R>,
): Promise<R> {
  const { progress, target } = operation;
  let lock = NO_LOCK;
  try {
    const cluster_uid = await proveIdentity(operation);
    progress.detail(targetLine(operation, cluster_uid));
    await checkAccess(operation);
    if (request.lock) lock = await takeLock(operation, request.lock);
    const { chosen, isNew } = await chooseCommandJob(operation, request);
    const job = followedCommandJob(chosen);
    if (isNew) await createJob(operation, commandJob(chosen), job.words);
    const end = await followed(operation, job, lock, request.timeoutMs);
    const verified = verify(end, { job: job.name, database: target.database.name, cluster_uid });
    if (!verified.isProved) throw end.failure ?? unproved(operation, job, verified.reason);
    progress.done(`verified the result of ${job.name}`);
    return verified.result;
  } catch (error) {
    throw toStop(error, target.name);
  } finally {
    await lock.release();
  }
}

/** A Job that runs already is waited for; else the next number is taken. */
async function chooseCommandJob(
  { cluster, target }: Operation,
  { command, activity, options, syncJob, isAttaching }: CommandRequest,
): Promise<{ readonly chosen: CommandJobRequest; readonly isNew: boolean }> {
  const labelSelector = `${OWNER_SELECTOR},${COMPONENT_LABEL}=command`;
  const jobs = await listObjects(cluster, "Job", target.namespace, { labelSelector });
  const call = { command, activity, options };
  const [latest] = commandJobs(jobs, call);
  const request = (attempt: number) => ({ ...call, target, syncJob, attempt });
  if (latest && (isAttaching || isUnfinished(latest.job))) return { chosen: request(latest.attempt), isNew: false };
  if (!isAttaching) return { chosen: request((latest?.attempt ?? 0) + 1), isNew: true };
  throw new OperationStop("refused", `there is no Job of ${command} ${activity.id} that could be attached to`, {
    next: `actdef ${command} ${activity.id} --target ${target.name}`,
  });
}

async function followed(operation: Operation, job: FollowedJob, lock: Lock, timeoutMs: number): Promise<JobEnd> {
  try {
    return await followJob(operation, job, lock, timeoutMs);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    throw new OperationStop("interrupted", "interrupted", {
      state: `Job ${job.name} goes on`,
      next: job.words.attach,
    });
  }
}

function unproved({ target }: Operation, job: FollowedJob, reason: string): OperationStop {
  return new OperationStop("unknown", `the outcome of Job ${job.name} is not proved: ${reason}`, {
    state: job.words.unknown,
    next: `kubectl logs job/${job.name} -n ${target.namespace}`,
  });
}
