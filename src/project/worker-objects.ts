import type { PackedActivity } from "../model/compiled-activity.ts";
import type { Target } from "../model/target.ts";
import { terminationGrace } from "../model/timeout-chain.ts";
import { inKeyOrder } from "./in-key-order.ts";
import { configAnnotation, IMAGE_REVISION, kubernetesObject, labelsOf } from "./kubernetes-object.ts";
import {
  ACTIVITY_CORE_USER,
  podTemplate,
  RESTRICTED_CONTAINER,
  REVISION_HISTORY_LIMIT,
  ROLLING_UPDATE,
  SCRATCH_MOUNT,
  SCRATCH_VOLUME,
} from "./pod-template.ts";
import type { KubernetesObject } from "./projection.ts";
import { containerEnvironment } from "./runtime-environment.ts";
import { SECRETS_FOLDER, secretSources } from "./secret-sources.ts";

export const WORKER_NAME = "actcore-worker";

/** Probes and metrics; nothing on it is secret. */
export const WORKER_HEALTH_PORT = 8080;

/**
 * The managed worker. It mounts no definitions: the schedule's action carries the compiled activity, so that an edit
 * restarts nothing.
 */
export function workerObjects(
  activities: readonly PackedActivity[],
  target: Target,
  environment: KubernetesObject,
): KubernetesObject[] {
  const identity = { name: WORKER_NAME, namespace: target.namespace, labels: labelsOf(WORKER_NAME, "worker") };
  const selector = inKeyOrder(target.worker.selector);
  const { replicas } = target.worker;
  const spec = {
    replicas,
    revisionHistoryLimit: REVISION_HISTORY_LIMIT,
    selector: { matchLabels: selector },
    strategy: ROLLING_UPDATE,
    template: podTemplate({
      labels: { ...identity.labels, ...selector },
      annotations: { ...configAnnotation(environment), [IMAGE_REVISION]: target.image_revision },
      user: ACTIVITY_CORE_USER,
      spec: workerPod(activities, target),
    }),
  };
  const budget = kubernetesObject(
    { ...identity, apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
    { spec: { maxUnavailable: 1, selector: { matchLabels: selector } } },
  );
  return [
    kubernetesObject(
      { ...identity, apiVersion: "v1", kind: "ServiceAccount" },
      { automountServiceAccountToken: false },
    ),
    kubernetesObject({ ...identity, apiVersion: "apps/v1", kind: "Deployment" }, { spec }),
    // With one replica it would only keep a node from being drained.
    ...(replicas > 1 ? [budget] : []),
  ];
}

function workerPod(activities: readonly PackedActivity[], target: Target) {
  const secrets = secretSources(activities);
  // 0440: for the process, by its group, and for nobody else.
  const secretVolume = { name: "secrets", projected: { defaultMode: 0o440, sources: secrets } };
  const secretMount = { name: "secrets", mountPath: SECRETS_FOLDER, readOnly: true };
  return {
    serviceAccountName: WORKER_NAME,
    terminationGracePeriodSeconds: terminationGrace(activities),
    containers: [
      {
        ...workerContainer(target),
        volumeMounts: [...(secrets.length > 0 ? [secretMount] : []), SCRATCH_MOUNT],
      },
    ],
    volumes: [...(secrets.length > 0 ? [secretVolume] : []), SCRATCH_VOLUME],
  };
}

function workerContainer(target: Target) {
  const alive = { httpGet: { path: "/livez", port: WORKER_HEALTH_PORT } };
  const ready = { httpGet: { path: "/readyz", port: WORKER_HEALTH_PORT } };
  return {
    name: WORKER_NAME,
    image: target.image,
    command: [WORKER_NAME],
    ...containerEnvironment(target, [
      { name: "ACTCORE_HEALTH_PORT", value: String(WORKER_HEALTH_PORT) },
      { name: "ACTCORE_SECRETS_FOLDER", value: SECRETS_FOLDER },
    ]),
    ports: [{ name: "health", containerPort: WORKER_HEALTH_PORT, protocol: "TCP" }],
    // A minute to start in; after that a minute without an answer ends the container.
    startupProbe: { ...alive, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 30 },
    livenessProbe: { ...alive, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    // Starting values, until they are measured under load.
    resources: { requests: { cpu: "50m", memory: "192Mi" }, limits: { cpu: "1", memory: "512Mi" } },
    securityContext: RESTRICTED_CONTAINER,
  };
}
