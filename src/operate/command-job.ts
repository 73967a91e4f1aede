import type { LiveObject } from "../cluster/live-object.ts";
import { canonicalSha256 } from "../model/canonical-json.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import type { Target } from "../model/target.ts";
import { NAME_HASH_DIGITS } from "../project/definition-config-maps.ts";
import { kubernetesObject, labelsOf } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import type { CommandName } from "./command-result.ts";
import type { FollowedJob } from "./followed-job.ts";

/** What a command needs to know of the activity that it is about. */
export type OperatedActivity = Pick<CompiledActivity, "id" | "retry" | "start_to_close_seconds">;

export interface CommandJobRequest {
  readonly command: CommandName;
  readonly activity: OperatedActivity;
  readonly target: Target;
  /** The target's sync Job, whose container is used. */
  readonly syncJob: KubernetesObject;
  /** Of the Jobs of this command and activity, counted from 1. */
  readonly attempt: number;
  /** Why, in the operator's words; empty where none were given. */
  readonly reason: string;
}

/** What a canary or a trigger takes beside its calls, in seconds: a pod that starts, and the reading of what it left. */
const MARGIN_SECONDS = 60;

/**
 * The Job of an operator's command: the container of the sync Job with other arguments, and without the definitions. One
 * that makes a run is never tried again by Kubernetes, since that would be a second run.
 */
export function commandJob(request: CommandJobRequest): KubernetesObject {
  const { command, activity, target, syncJob, attempt } = request;
  const { spec } = syncJob as unknown as { readonly spec: JobSpec };
  const { template, podFailurePolicy, ...others } = spec;
  const { volumes: _definitions, containers, ...pod } = template.spec;
  const args = commandArguments(request);
  const calls = containers.map(({ volumeMounts: _mounts, ...container }) => ({ ...container, args }));
  const isRepeatable = command === "pause" || command === "resume";
  return kubernetesObject(
    {
      apiVersion: "batch/v1",
      kind: "Job",
      name: commandJobName(command, activity.id, attempt),
      namespace: target.namespace,
      labels: labelsOf(`actcore-${command}`, "command"),
    },
    {
      spec: {
        ...others,
        ...(isRepeatable ? { podFailurePolicy } : { backoffLimit: 0 }),
        activeDeadlineSeconds: deadlineSeconds(request),
        template: { ...template, spec: { ...pod, containers: calls } },
      },
    },
  );
}

interface JobSpec {
  readonly podFailurePolicy: object;
  readonly template: {
    readonly metadata: object;
    readonly spec: { readonly volumes?: object; readonly containers: readonly { readonly volumeMounts?: object }[] };
  };
}

/** A canary calls by the policy, each pause as long as a Retry-After may make it, and then once more. */
function deadlineSeconds({ command, activity, target }: CommandJobRequest): number {
  const { retry, start_to_close_seconds } = activity;
  if (command === "pause" || command === "resume") return target.sync_job.deadline_seconds;
  const run = retry.max_attempts * start_to_close_seconds + (retry.max_attempts - 1) * retry.max_backoff_seconds;
  return run + start_to_close_seconds + MARGIN_SECONDS;
}

function commandArguments({ command, activity, target, reason }: CommandJobRequest): readonly string[] {
  const { progress_events: at } = target;
  const events = at ? ["--progress-events-env", at.base_url_env, "--progress-events-path", at.path] : [];
  const why = reason === "" ? [] : ["--reason", reason];
  const options = { canary: events, pause: why, resume: why, trigger: [] };
  return [command, activity.id, ...options[command]];
}

/** Never generated: a lost answer to its creation would make two. */
function commandJobName(command: CommandName, id: string, attempt: number): string {
  return `${commandJobPrefix(command, id)}${attempt}`;
}

function commandJobPrefix(command: CommandName, id: string): string {
  return `actcore-${command}-${canonicalSha256(id).slice(0, NAME_HASH_DIGITS)}-a`;
}

/** The Jobs of a command and an activity, the latest first, each with its number. */
export function commandJobs(jobs: readonly LiveObject[], command: CommandName, id: string) {
  const prefix = commandJobPrefix(command, id);
  return jobs
    .filter(({ metadata }) => metadata.name.startsWith(prefix))
    .map((job) => ({ job, attempt: Number(job.metadata.name.slice(prefix.length)) }))
    .sort((a, b) => b.attempt - a.attempt);
}

/** How such a Job is followed. */
export function followedCommandJob(request: CommandJobRequest): FollowedJob {
  const { command, activity, target, attempt } = request;
  const call = `actdef ${command} ${activity.id} --target ${target.name}`;
  const isRun = command === "canary" || command === "trigger";
  return {
    name: commandJobName(command, activity.id, attempt),
    deadlineSeconds: deadlineSeconds(request),
    hiddenLines: /^(?:ACTCORE_COMMAND_RESULT|passed|FAILED|skipped) /,
    words: {
      attach: `${call} --attach`,
      again: call,
      repeat: call,
      notStarted: "nothing was done; the Job is suspended",
      failed: isRun
        ? "where it had started a run, as its log tells, that goes on and is recorded"
        : "the schedule may be as it was, or as asked for",
      unknown: isRun ? "whether a run was made is not known" : "whether the schedule was changed is not known",
      refused: { state: "nothing was done", next: `mend the cause, then: ${call}` },
    },
  };
}
