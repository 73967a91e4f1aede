import { ApiProblem } from "../cluster/api-problem.ts";
import { jobState } from "../cluster/job-state.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { getObject, listObjects, readLog, suspendJob } from "../cluster/objects.ts";
import { diagnosePod, type PodDiagnosis } from "../cluster/pod-diagnosis.ts";
import type { FollowedJob } from "./followed-job.ts";
import { explainFailure, explainStuck, obstructed } from "./job-failure.ts";
import type { Lock } from "./lock.ts";
import { type Operation, secondsSince } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";

const POLL_MS = 1000;

/** What does not start by itself in this time is stuck: an image that is pulled twice in vain takes some 15 s. */
const STUCK_MS = 20_000;

const MS_PER_SECOND = 1000;

/** What a Job has left that came to its end, well or not. */
export interface JobEnd {
  readonly log: string;
  readonly terminationMessage: string;
  /** Why it failed; undefined where it completed. */
  readonly failure?: OperationStop;
}

/** What is known of a Job that is followed, from one look to the next. */
interface Watch extends FollowedJob {
  readonly begin: number;
  /** Since when no pod has come any further. */
  stuckSince: number | undefined;
  /** What was told already. */
  readonly told: Set<string>;
  readonly loggedLines: Map<string, number>;
}

/**
 * Follows a Job to its end, and tells what happens. Throws OperationStop where it comes to none, with what Kubernetes
 * knows of the reason; one that cannot start is suspended, so that it does not start an hour later.
 */
export async function followJob(
  operation: Operation,
  job: FollowedJob,
  lock: Lock,
  timeoutMs: number,
): Promise<JobEnd> {
  const { clock, progress, target, cluster } = operation;
  const { name, words } = job;
  const watch: Watch = { ...job, begin: clock.now(), stuckSince: undefined, told: new Set(), loggedLines: new Map() };
  try {
    for (;;) {
      await lock.keep();
      const found = await getObject(cluster, "Job", target.namespace, name);
      if (!found) throw vanished(watch);
      const pods = await podsOf(operation, found);
      await tellLogs(operation, pods, watch);
      const end = await look(operation, found, pods, watch);
      if (end) return end;
      if (clock.now() - watch.begin > timeoutMs) await giveUp(operation, pods, watch, timeoutMs);
      await clock.sleep(POLL_MS);
    }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new OperationStop("unknown", `lost sight of Job ${name}: ${error.message}`, {
      state: "the Job goes on, if it is there; its outcome is not known",
      next: words.attach,
    });
  } finally {
    progress.waiting(undefined);
  }
}

/** The pods of this very Job: one of its name that was deleted may have left its own. */
async function podsOf({ cluster, target }: Operation, job: LiveObject): Promise<readonly LiveObject[]> {
  const pods = await listObjects(cluster, "Pod", target.namespace, {
    labelSelector: `batch.kubernetes.io/controller-uid=${job.metadata.uid}`,
  });
  const created = ({ metadata }: LiveObject) => metadata.creationTimestamp ?? "";
  return pods.toSorted((a, b) => (created(a) < created(b) ? -1 : 1));
}

/** One look: tells what is new, and returns the end of a Job that has come to it. */
async function look(
  operation: Operation,
  job: LiveObject,
  pods: readonly LiveObject[],
  watch: Watch,
): Promise<JobEnd | undefined> {
  const { clock, progress } = operation;
  const state = jobState(job);
  const diagnoses = pods.map(diagnosePod);
  tellAttempts(operation, diagnoses, watch);
  if (state.kind === "complete") return await endOf(operation, diagnoses, watch);
  if (state.kind === "failed") {
    const failure = await explainFailure(operation, watch, state, diagnoses);
    return await endOf(operation, diagnoses, watch, failure);
  }
  if (state.kind === "suspended") {
    throw new OperationStop("failed", `Job ${watch.name} was suspended by somebody`, {
      state: `its pods were ended; ${watch.words.unknown}`,
      isOver: true,
      next: watch.words.again,
    });
  }
  const last = diagnoses.at(-1);
  const isWaiting = last === undefined || last.kind === "stuck" || last.kind === "starting";
  watch.stuckSince = isWaiting ? (watch.stuckSince ?? clock.now()) : undefined;
  if (watch.stuckSince !== undefined && clock.now() - watch.stuckSince >= STUCK_MS) {
    const obstacle = last?.kind === "starting" ? await obstructed(operation, last) : last;
    if (obstacle || !last) {
      await suspendJob(operation.cluster, operation.target.namespace, watch.name);
      throw await explainStuck(operation, watch, obstacle, clock.now() - watch.stuckSince);
    }
  }
  progress.waiting(`job ${watch.name}: ${waitWords(last)}`);
  return undefined;
}

function waitWords(pod: PodDiagnosis | undefined): string {
  if (!pod) return "no pod yet";
  if (pod.kind === "running") return "running";
  return pod.reason === "" ? pod.kind : `${pod.kind} (${pod.reason})`;
}

/** A Job repeats a pod that fails; each end is told when it is seen. */
function tellAttempts({ progress }: Operation, diagnoses: readonly PodDiagnosis[], { told }: Watch): void {
  for (const [index, { pod, kind, reason, exitCode }] of diagnoses.entries()) {
    const key = `${pod} ${kind}`;
    if (kind !== "failed" || told.has(key)) continue;
    told.add(key);
    progress.detail(`attempt ${index + 1} failed: ${reason}${exitCode === undefined ? "" : `, exit code ${exitCode}`}`);
  }
}

/** The lines of each pod's log that are new. Best effort: what counts is read again at the end. */
async function tellLogs({ cluster, target, progress }: Operation, pods: readonly LiveObject[], watch: Watch) {
  for (const { pod, hasLog, kind } of pods.map(diagnosePod)) {
    const isOver = kind === "failed" || kind === "succeeded";
    if (!hasLog || watch.told.has(`${pod} log`)) continue;
    const log = await readLog(cluster, target.namespace, pod).catch(() => undefined);
    if (log === undefined) continue;
    // The last line may still be written.
    const lines = log.split("\n").slice(0, -1);
    for (const line of lines.slice(watch.loggedLines.get(pod) ?? 0)) {
      if (!watch.hiddenLines.test(line)) progress.detail(`  log: ${line}`);
    }
    watch.loggedLines.set(pod, lines.length);
    if (isOver) watch.told.add(`${pod} log`);
  }
}

async function endOf(
  { cluster, target, clock, progress }: Operation,
  diagnoses: readonly PodDiagnosis[],
  watch: Watch,
  failure?: OperationStop,
): Promise<JobEnd> {
  const pod = diagnoses.findLast(({ kind }) => kind === (failure ? "failed" : "succeeded"));
  if (!failure) progress.done(`job ${watch.name} complete  ${secondsSince(clock, watch.begin)}`);
  const ended = failure ? { failure } : {};
  if (!pod) return { ...ended, log: "", terminationMessage: "" };
  const log = pod.hasLog ? await readLog(cluster, target.namespace, pod.pod) : "";
  return { ...ended, log, terminationMessage: pod.terminationMessage };
}

/** The user's own time-out is over. A Job that runs is left to its deadline; one that has not begun is suspended. */
async function giveUp(operation: Operation, pods: readonly LiveObject[], watch: Watch, timeoutMs: number) {
  const last = pods.map(diagnosePod).at(-1);
  const { target, cluster } = operation;
  if (last?.kind === "running") {
    throw new OperationStop("unknown", `Job ${watch.name} runs for longer than ${timeoutMs / MS_PER_SECOND} s`, {
      state: `the Job goes on until its deadline of ${watch.deadlineSeconds} s; its outcome is not known`,
      next: watch.words.attach,
    });
  }
  await suspendJob(cluster, target.namespace, watch.name);
  throw await explainStuck(operation, watch, last, timeoutMs);
}

function vanished({ name, words }: Watch): OperationStop {
  return new OperationStop("unknown", `Job ${name} is gone: somebody deleted it while it was waited for`, {
    state: `${words.unknown}; a Job that vanished is not one that succeeded`,
    isOver: true,
    next: words.again,
  });
}
