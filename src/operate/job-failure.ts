import type { JobState } from "../cluster/job-state.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { listObjects, readLog } from "../cluster/objects.ts";
import { type PodDiagnosis, warnings } from "../cluster/pod-diagnosis.ts";
import type { FollowedJob } from "./followed-job.ts";
import type { Operation } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";

/** What actcore-sync ends with where it refuses to write: see `CONFIGURATION_ERROR` of the sync Job. */
const REFUSED_EXIT_CODE = 42;

const SHOWN_LOG_LINES = 10;
const MAX_EVENTS = 5;
const MS_PER_SECOND = 1000;

type Failed = Extract<JobState, { readonly kind: "failed" }>;

/** Why a Job failed, by its last pod and its log. */
export async function explainFailure(
  operation: Operation,
  job: FollowedJob,
  state: Failed,
  pods: readonly PodDiagnosis[],
): Promise<OperationStop> {
  const last = pods.findLast(({ kind }) => kind === "failed") ?? pods.at(-1);
  const log = last ? await lastLines(operation, last) : [];
  const { words } = job;
  if (last?.exitCode === REFUSED_EXIT_CODE) {
    const message = last.terminationMessage.trim() || "exit code 42";
    return new OperationStop("refused", `actcore-sync refused: ${message}`, { log, isOver: true, ...words.refused });
  }
  const reason = failureReason(state, last, job);
  return new OperationStop("failed", `job ${job.name} failed: ${reason}`, {
    event: await eventLines(operation, [job.name, ...(last ? [last.pod] : [])]),
    log,
    ...whyOf(last),
    isOver: true,
    state: words.failed,
    next: `mend the cause, then: ${words.repeat}`,
  });
}

function failureReason({ reason, message }: Failed, last: PodDiagnosis | undefined, job: FollowedJob): string {
  if (reason === "DeadlineExceeded") return `it took longer than its deadline of ${job.deadlineSeconds} s`;
  if (last?.reason === "OOMKilled") return "it was killed for using more memory than its limit (OOMKilled)";
  if (last?.exitCode !== undefined) return `exit code ${last.exitCode} (${reason})`;
  return `${reason}: ${message}`;
}

function whyOf(pod: PodDiagnosis | undefined) {
  const message = pod?.terminationMessage.trim() ?? "";
  return message === "" ? {} : { why: `it left the message: ${message.slice(0, 500)}` };
}

/** Why a Job does not start. It is suspended by then. */
export async function explainStuck(
  operation: Operation,
  { name, words }: FollowedJob,
  pod: PodDiagnosis | undefined,
  waitedMs: number,
): Promise<OperationStop> {
  const seconds = Math.round(waitedMs / MS_PER_SECOND);
  const reason = pod === undefined ? "no pod was made" : stuckReason(pod);
  return new OperationStop("failed", `job ${name} cannot start: ${reason} (${seconds} s)`, {
    event: await eventLines(operation, pod === undefined ? [name] : [pod.pod]),
    why:
      pod === undefined
        ? "the API server refuses the pod, or no controller makes one"
        : stuckWhy(pod, operation.target.name),
    isOver: true,
    state: words.notStarted,
    next: words.again,
  });
}

export function stuckReason({ reason, message, image }: PodDiagnosis): string {
  if (IMAGE_REASONS.has(reason)) return `image "${image}" cannot be pulled (${reason})`;
  return message === "" ? reason : `${reason}: ${message}`;
}

const IMAGE_REASONS: ReadonlySet<string> = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "ErrImageNeverPull",
  "InvalidImageName",
]);

export function stuckWhy({ reason }: PodDiagnosis, target: string): string {
  if (IMAGE_REASONS.has(reason))
    return `the tag is not on the node, nor in a registry; import it, or set image in k8s/targets/${target}.yaml`;
  if (reason === "Unschedulable") return "no node takes the pod: see its resources and the nodes' taints";
  if (reason.startsWith("CreateContainer") || reason === "FailedMount")
    return "a Secret or ConfigMap that the container reads is missing, or lacks a key";
  return "the container does not start";
}

/** The last lines of a pod's log; empty where there is none to be had. */
async function lastLines({ cluster, target }: Operation, { pod, hasLog }: PodDiagnosis): Promise<string[]> {
  if (!hasLog) return [];
  const log = await readLog(cluster, target.namespace, pod, { tailLines: String(SHOWN_LOG_LINES) }).catch(() => "");
  return log.trimEnd().split("\n").filter(Boolean);
}

/** What keeps a container from being made, though its state says no more than ContainerCreating. */
const OBSTACLES: ReadonlySet<string> = new Set(["FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox"]);

/** A pod that has been starting for long, with what Kubernetes warned of; undefined where it did not. */
export async function obstructed({ cluster, target }: Operation, pod: PodDiagnosis): Promise<PodDiagnosis | undefined> {
  const fieldSelector = `involvedObject.name=${pod.pod}`;
  const events = await listObjects(cluster, "Event", target.namespace, { fieldSelector });
  const obstacle = warnings(events).findLast(({ reason }) => OBSTACLES.has(reason));
  return obstacle && { ...pod, kind: "stuck", reason: obstacle.reason, message: obstacle.message };
}

/** What Kubernetes warned of, about objects of these names. Best effort. */
export async function eventLines({ cluster, target }: Operation, names: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    names.map((name) =>
      listObjects(cluster, "Event", target.namespace, { fieldSelector: `involvedObject.name=${name}` }).catch(
        (): readonly LiveObject[] => [],
      ),
    ),
  );
  return warnings(lists.flat())
    .slice(-MAX_EVENTS)
    .map(({ reason, message }) => `${reason}: ${message}`);
}
