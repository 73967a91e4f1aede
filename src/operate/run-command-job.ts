import { ApiProblem } from "../cluster/api-problem.ts";
import { Interrupted } from "../cluster/clock.ts";
import { isUnfinished } from "../cluster/job-state.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { listObjects } from "../cluster/objects.ts";
import { JOB_RULES, LOCK_RULES } from "../project/access.ts";
import { COMPONENT_LABEL, OWNER_SELECTOR } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { toStop } from "./api-stops.ts";
import { createJob, type JobEquality } from "./apply-plan.ts";
import {
  type CommandCall,
  type CommandJobRequest,
  commandJob,
  commandJobs,
  commandWords,
  followedCommandJob,
} from "./command-job.ts";
import { followJob } from "./follow-job.ts";
import type { FollowedJob } from "./followed-job.ts";
import { type Lock, type LockRequest, takeLock } from "./lock.ts";
import type { Operation } from "./operation.ts";
import { OperationStop, type StopDetails } from "./operation-stop.ts";
import { checkAccess, proveIdentity, targetLine } from "./preflight.ts";
import type { Left, Verified } from "./result-line.ts";

export type CommandRequest = CommandCall & {
  readonly syncJob: KubernetesObject;
  /** Waits for the latest Job of this call, and makes none. */
  readonly isAttaching: boolean;
  /** Null for what is never kept waiting. */
  readonly lock: LockRequest | null;
  /** As long as the Job may take where there is none. */
  readonly timeoutMs: number | undefined;
};

/** Of which run a result has to be. */
export interface Place {
  readonly job: string;
  readonly database: string;
  readonly cluster_uid: string;
}

/** After its deadline a Job's pods may take their grace to end. */
const ENDING_SECONDS = 60;
const MS_PER_SECOND = 1000;

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
  const { progress, target, clock } = operation;
  let lock = NO_LOCK;
  const undone = { state: "nothing was done", next: commandWords(request, target) };
  let open = undone;
  try {
    const cluster_uid = await proveIdentity(operation);
    progress.detail(targetLine(operation, cluster_uid));
    await checkAccess(operation, request.lock ? [...JOB_RULES, ...LOCK_RULES] : JOB_RULES);
    if (request.lock) lock = await takeLock(operation, request.lock);
    const { chosen, found } = await chooseCommandJob(operation, request);
    const job = followedCommandJob(chosen);
    if (!found) {
      clock.checkInterruption();
      open = { state: `Job ${job.name} goes on, if it was made`, next: job.words.attach };
      await createJob(operation, commandJob(chosen), job.words, isAsGood);
    } else {
      progress.detail(`this goes by job ${job.name}, made at ${found.metadata.creationTimestamp}; none is made`);
    }
    open = { state: `Job ${job.name} goes on`, next: job.words.attach };
    const timeoutMs = request.timeoutMs ?? (job.deadlineSeconds + ENDING_SECONDS) * MS_PER_SECOND;
    const end = await followJob(operation, job, lock, timeoutMs);
    const verified = verify(end, { job: job.name, database: target.database.name, cluster_uid });
    if (!verified.isProved) throw end.failure ?? unproved(operation, job, verified.reason);
    progress.done(`verified the result of ${job.name}`);
    return verified.result;
  } catch (error) {
    const isRefused = error instanceof ApiProblem && !error.isUnanswered;
    throw commandStop(error, target.name, isRefused ? undone : open);
  } finally {
    await lock.release();
  }
}

/** A Job that runs already is waited for; else the next number is taken. */
async function chooseCommandJob(
  { cluster, target }: Operation,
  { syncJob, isAttaching, ...call }: CommandRequest,
): Promise<{ readonly chosen: CommandJobRequest; readonly found?: LiveObject }> {
  const labelSelector = `${OWNER_SELECTOR},${COMPONENT_LABEL}=command`;
  const jobs = await listObjects(cluster, "Job", target.namespace, { labelSelector });
  const [latest] = commandJobs(jobs, call);
  const request = (attempt: number) => ({ ...call, target, syncJob, attempt });
  if (latest && (isAttaching || isUnfinished(latest.job)))
    return { chosen: request(latest.attempt), found: latest.job };
  if (!isAttaching) return { chosen: request((latest?.attempt ?? 0) + 1) };
  throw new OperationStop(
    "refused",
    `there is no Job of ${call.command} ${call.activity.id} that could be attached to`,
    {
      next: commandWords(call, target),
    },
  );
}

/** Its name says which call it makes: whoever made it has asked for the same. */
const isAsGood: JobEquality = () => true;

/** `open` is what is so, and what to do, where nothing else is known. */
function commandStop(error: unknown, target: string, open: StopDetails): unknown {
  if (error instanceof Interrupted) return new OperationStop("interrupted", "interrupted", open);
  const stop = toStop(error, target);
  return stop instanceof OperationStop ? stop.with(open) : stop;
}

function unproved({ target }: Operation, job: FollowedJob, reason: string): OperationStop {
  return new OperationStop("unknown", `the outcome of Job ${job.name} is not proved: ${reason}`, {
    state: job.words.unknown,
    next: [`kubectl logs job/${job.name} -n ${target.namespace}`, `then: ${job.words.again}`],
  });
}
