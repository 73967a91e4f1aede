import { ApiProblem } from "../cluster/api-problem.ts";
import { Interrupted } from "../cluster/clock.ts";
import { isUnfinished } from "../cluster/job-state.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { listObjects } from "../cluster/objects.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import { COMPONENT_LABEL, OWNER_SELECTOR } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { toStop } from "./api-stops.ts";
import { createJob, type JobEquality } from "./apply-plan.ts";
import { type CommandJobRequest, commandJob, commandJobs, followedCommandJob } from "./command-job.ts";
import { type CommandName, type CommandResult, verifyCommand } from "./command-result.ts";
import { followJob, type JobEnd } from "./follow-job.ts";
import type { FollowedJob } from "./followed-job.ts";
import { type Lock, type LockRequest, takeLock } from "./lock.ts";
import type { Operation } from "./operation.ts";
import { OperationStop, type StopDetails } from "./operation-stop.ts";
import { checkAccess, proveIdentity, targetLine } from "./preflight.ts";

export interface CommandOptions {
  readonly command: CommandName;
  readonly activity: CompiledActivity;
  readonly syncJob: KubernetesObject;
  readonly reason: string;
  /** Waits for the latest Job of this command and activity, and makes none. */
  readonly isAttaching: boolean;
  readonly lock: LockRequest;
  readonly timeoutMs: number;
}

/** What pauses is never kept waiting: it may be all that helps. */
const NO_LOCK: Lock = { keep: async () => {}, prove: async () => {}, release: async () => {} };

/**
 * Runs an operator's command as a Job in the target's cluster, where Temporal and the database can be reached, follows it
 * and verifies its result. The result is given also where a check has failed. Throws OperationStop where there is none.
 */
export async function operatorCommand(operation: Operation, options: CommandOptions): Promise<CommandResult> {
  const { progress, target, clock } = operation;
  let lock = NO_LOCK;
  const undone = { state: "nothing was done", next: options.lock.command };
  let open = undone;
  try {
    const clusterUid = await proveIdentity(operation);
    progress.detail(targetLine(operation, clusterUid));
    await checkAccess(operation);
    if (options.command !== "pause") lock = await takeLock(operation, options.lock);
    const { request, found } = await chooseCommandJob(operation, options);
    const job = followedCommandJob(request);
    if (!found) {
      clock.checkInterruption();
      open = { state: `Job ${job.name} goes on, if it was made`, next: job.words.attach };
      await createJob(operation, commandJob(request), job.words, isAsGood);
    } else {
      progress.detail(`this goes by job ${job.name}, made at ${found.metadata.creationTimestamp}; none is made`);
    }
    open = { state: `Job ${job.name} goes on`, next: job.words.attach };
    const end = await followJob(operation, job, lock, options.timeoutMs);
    return proved(options, clusterUid, operation, { job, end });
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
  { command, activity, syncJob, reason, isAttaching }: CommandOptions,
): Promise<{ readonly request: CommandJobRequest; readonly found?: LiveObject }> {
  const labelSelector = `${OWNER_SELECTOR},${COMPONENT_LABEL}=command`;
  const jobs = await listObjects(cluster, "Job", target.namespace, { labelSelector });
  const [latest] = commandJobs(jobs, command, activity.id);
  const request = (attempt: number) => ({ command, activity, target, syncJob, attempt, reason });
  if (latest && (isAttaching || isUnfinished(latest.job)))
    return { request: request(latest.attempt), found: latest.job };
  if (!isAttaching) return { request: request((latest?.attempt ?? 0) + 1) };
  throw new OperationStop("refused", `there is no Job of ${command} ${activity.id} that could be attached to`, {
    next: `actdef ${command} ${activity.id} --target ${target.name}`,
  });
}

/** Its name says which command it carries out on which activity: whoever made it has asked for the same. */
const isAsGood: JobEquality = () => true;

/** `open` is what is so, and what to do, where nothing else is known. */
function commandStop(error: unknown, target: string, open: StopDetails): unknown {
  if (error instanceof Interrupted) return new OperationStop("interrupted", "interrupted", open);
  const stop = toStop(error, target);
  return stop instanceof OperationStop ? stop.with(open) : stop;
}

function proved(
  { command, activity: { id, uuid } }: CommandOptions,
  cluster_uid: string,
  { target, progress }: Operation,
  { job, end }: { readonly job: FollowedJob; readonly end: JobEnd },
): CommandResult {
  const expected = { command, job: job.name, database: target.database.name, cluster_uid, id, uuid };
  const verification = verifyCommand(end, expected);
  if (verification.isProved) {
    progress.done(`verified the result of ${job.name}`);
    return verification.result;
  }
  if (end.failure) throw end.failure;
  throw new OperationStop("unknown", `the outcome of Job ${job.name} is not proved: ${verification.reason}`, {
    state: job.words.unknown,
    next: [`kubectl logs job/${job.name} -n ${target.namespace}`, `then: ${job.words.again}`],
  });
}
