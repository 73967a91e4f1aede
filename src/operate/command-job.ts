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

/** What is asked of actcore-sync: an operator's command, or the runs of an activity that may be here no more. */
export type CommandCall = (
  | { readonly command: CommandName; readonly activity: OperatedActivity }
  | { readonly command: "history"; readonly activity: Pick<CompiledActivity, "id"> }
) & {
  /** Arguments behind the command and the activity's id. */
  readonly options: readonly string[];
};

export type CommandJobRequest = CommandCall & {
  readonly target: Target;
  /** The target's sync Job, whose container is used. */
  readonly syncJob: KubernetesObject;
  /** Of the Jobs of this call, counted from 1. */
  readonly attempt: number;
};

/** What a canary or a trigger takes beside its calls, in seconds: a pod that starts, and the reading of what it left. */
const MARGIN_SECONDS = 60;

/**
 * The Job of an operator's command: the container of the sync Job with other arguments, and without the definitions. One
 * that makes a run is never tried again by Kubernetes, since that would be a second run.
 */
export function commandJob(request: CommandJobRequest): KubernetesObject {
  const { command, activity, options, target, syncJob } = request;
  const { spec } = syncJob as unknown as { readonly spec: JobSpec };
  const { template, podFailurePolicy, ...others } = spec;
  const { volumes: _definitions, containers, ...pod } = template.spec;
  const args = [command, activity.id, ...options];
  const calls = containers.map(({ volumeMounts: _mounts, ...container }) => ({ ...container, args }));
  return kubernetesObject(
    {
      apiVersion: "batch/v1",
      kind: "Job",
      name: commandJobName(request),
      namespace: target.namespace,
      labels: labelsOf(`actcore-${command}`, "command"),
    },
    {
      spec: {
        ...others,
        ...(makesRun(command) ? { backoffLimit: 0 } : { podFailurePolicy }),
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

function makesRun(command: CommandCall["command"]): boolean {
  return command === "canary" || command === "trigger";
}

/** A canary calls by the policy, each pause as long as a Retry-After may make it, and then once more. */
function deadlineSeconds(request: CommandJobRequest): number {
  if (request.command === "history" || !makesRun(request.command)) return request.target.sync_job.deadline_seconds;
  const { retry, start_to_close_seconds } = request.activity;
  const run = retry.max_attempts * start_to_close_seconds + (retry.max_attempts - 1) * retry.max_backoff_seconds;
  return run + start_to_close_seconds + MARGIN_SECONDS;
}

/** What a command is told beside the id. `reason` is in the operator's words; empty where none were given. */
export function commandOptions(command: CommandName, { progress_events: at }: Target, reason: string) {
  const events = at ? ["--progress-events-env", at.base_url_env, "--progress-events-path", at.path] : [];
  const why = reason === "" ? [] : [`--reason=${literal(reason)}`];
  return { canary: events, pause: why, resume: why, trigger: [] }[command];
}

/** Kubernetes puts the value of a variable where an argument has `$(NAME)`, unless the dollar sign is doubled. */
function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** Never generated: a lost answer to its creation would make two. */
function commandJobName(request: CommandJobRequest): string {
  return `${commandJobPrefix(request)}${request.attempt}`;
}

/** A Job that does something to an activity stands for any other that does; one that is asked for a time does not. */
function commandJobPrefix({ command, activity: { id }, options }: CommandCall): string {
  const subject = command === "history" ? [id, ...options] : id;
  return `actcore-${command}-${canonicalSha256(subject).slice(0, NAME_HASH_DIGITS)}-a`;
}

/** The Jobs of a call, the latest first, each with its number. */
export function commandJobs(jobs: readonly LiveObject[], call: CommandCall) {
  const prefix = commandJobPrefix(call);
  return jobs
    .filter(({ metadata }) => metadata.name.startsWith(prefix))
    .map((job) => ({ job, attempt: Number(job.metadata.name.slice(prefix.length)) }))
    .sort((a, b) => b.attempt - a.attempt);
}

/** The call as its user would repeat it. */
export function commandWords({ command, activity, options }: CommandCall, target: Target): string {
  const time = command === "history" ? ` ${options.join(" ")}` : "";
  return `actdef ${command} ${activity.id} --target ${target.name}${time}`;
}

/** How such a Job is followed. */
export function followedCommandJob(request: CommandJobRequest): FollowedJob {
  const { command, target } = request;
  const call = commandWords(request, target);
  return {
    name: commandJobName(request),
    deadlineSeconds: deadlineSeconds(request),
    hiddenLines: /^(?:ACTCORE_(?:COMMAND|HISTORY)_RESULT|passed|FAILED|skipped) /,
    words: {
      attach: command === "history" ? call : `${call} --attach`,
      again: call,
      repeat: call,
      notStarted: "nothing was done; the Job is suspended",
      ...LEFT[command],
      refused: { state: "nothing was done", next: `mend the cause, then: ${call}` },
    },
  };
}

const MADE_RUN = {
  failed: "where it had started a run, as its log tells, that goes on and is recorded",
  unknown: "whether a run was made is not known",
};
const CHANGED = {
  failed: "the schedule may be as it was, or as asked for",
  unknown: "whether the schedule was changed is not known",
};
const READ = { failed: "nothing was changed", unknown: "it changes nothing" };

/** What a Job leaves that failed, or of which nobody knows how it ended. */
const LEFT = { canary: MADE_RUN, trigger: MADE_RUN, pause: CHANGED, resume: CHANGED, history: READ } as const;
