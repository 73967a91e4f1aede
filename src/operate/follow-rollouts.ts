import type { LiveObject } from "../cluster/live-object.ts";
import { getObject, listObjects } from "../cluster/objects.ts";
import { diagnosePod, type PodDiagnosis } from "../cluster/pod-diagnosis.ts";
import { rolloutState } from "../cluster/rollout-state.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { eventLines, obstructed, stuckReason, stuckWhy } from "./job-failure.ts";
import type { Lock } from "./lock.ts";
import { type Operation, secondsSince } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";

const POLL_MS = 1000;
const STUCK_MS = 25_000;
const MS_PER_SECOND = 1000;

/**
 * Waits until every Deployment runs what was applied: before that, the old time-outs and the old worker are in force.
 * Throws OperationStop with what Kubernetes knows of a pod that does not start.
 */
export async function followRollouts(
  operation: Operation,
  objects: readonly KubernetesObject[],
  lock: Lock,
  timeoutMs: number,
): Promise<void> {
  for (const deployment of objects.filter(({ kind }) => kind === "Deployment")) {
    await followRollout(operation, deployment.metadata.name, lock, timeoutMs);
  }
}

async function followRollout(operation: Operation, name: string, lock: Lock, timeoutMs: number): Promise<void> {
  const { cluster, clock, progress, target } = operation;
  const begin = clock.now();
  let waitingSince: number | undefined;
  try {
    for (let looks = 1; ; looks++) {
      await lock.keep();
      const deployment = await getObject(cluster, "Deployment", target.namespace, name);
      if (!deployment) throw new OperationStop("failed", `Deployment ${name} is gone: somebody deleted it`);
      const { isDone, words } = rolloutState(deployment);
      const now = clock.now();
      if (isDone) {
        if (looks > 1) progress.done(`rolled out ${name}  ${secondsSince(clock, begin)}`);
        return;
      }
      const waiting = await waitingPod(operation, deployment);
      waitingSince = waiting ? (waitingSince ?? now) : undefined;
      const isLong = waitingSince !== undefined && now - waitingSince >= STUCK_MS;
      const pod = isLong && waiting?.kind === "starting" ? await obstructed(operation, waiting) : waiting;
      const isStuck = isLong && pod !== undefined;
      if (isStuck || now - begin > timeoutMs) throw await explain(operation, name, words, pod, now - begin);
      progress.waiting(`rollout of ${name}: ${words}${waiting?.reason ? ` (${waiting.reason})` : ""}`);
      await clock.sleep(POLL_MS);
    }
  } finally {
    progress.waiting(undefined);
  }
}

/** The newest pod of a Deployment that does not run. */
async function waitingPod({ cluster, target }: Operation, deployment: LiveObject): Promise<PodDiagnosis | undefined> {
  const { spec } = deployment as LiveObject & {
    readonly spec?: { readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } };
  };
  const labelSelector = Object.entries(spec?.selector?.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  const pods = await listObjects(cluster, "Pod", target.namespace, { labelSelector });
  return pods.map(diagnosePod).findLast(({ kind }) => kind === "stuck" || kind === "starting");
}

async function explain(
  operation: Operation,
  name: string,
  words: string,
  pod: PodDiagnosis | undefined,
  waitedMs: number,
): Promise<OperationStop> {
  const seconds = Math.round(waitedMs / MS_PER_SECOND);
  const reason = pod ? stuckReason(pod) : words;
  return new OperationStop("failed", `Deployment ${name} does not roll out: ${reason} (${seconds} s)`, {
    event: await eventLines(operation, pod ? [pod.pod] : [name]),
    why: pod ? stuckWhy(pod, operation.target.name) : "its pods do not become ready",
    state: "no Job was made, so the database is as it was; the pods of before go on",
    next: `actdef sync ${operation.target.name}`,
  });
}
