import { bridgeOf } from "../model/bridge-of.ts";
import type { PackedActivity } from "../model/compiled-activity.ts";
import type { ManagedBridge, Target } from "../model/target.ts";
import { terminationGrace } from "../model/timeout-chain.ts";
import { inKeyOrder } from "./in-key-order.ts";
import { configAnnotation, kubernetesObject, labelsOf } from "./kubernetes-object.ts";
import { HEALTH_PATH, nginxConfiguration } from "./nginx-configuration.ts";
import {
  podTemplate,
  RESTRICTED_CONTAINER,
  REVISION_HISTORY_LIMIT,
  ROLLING_UPDATE,
  SCRATCH_MOUNT,
  SCRATCH_VOLUME,
} from "./pod-template.ts";
import type { KubernetesObject } from "./projection.ts";

/** The user `nginx` of the official images, Debian's and Alpine's. */
const NGINX_USER = 101;
const CONFIGURATION_FOLDER = "/etc/bridge";
const CONFIGURATION_FILE = "nginx.conf";

/** Within this many seconds a Service has stopped to send new connections to a pod that is going away. */
const LEAVING_SECONDS = 5;

/** A managed bridge: its nginx configuration, its Deployment, its Service; all of the bridge's name. */
export function bridgeObjects(
  name: string,
  bridge: ManagedBridge,
  activities: readonly PackedActivity[],
  target: Target,
): KubernetesObject[] {
  const identity = { name, namespace: target.namespace, labels: labelsOf(name, "bridge") };
  const configuration = kubernetesObject(
    { ...identity, apiVersion: "v1", kind: "ConfigMap" },
    { data: { [CONFIGURATION_FILE]: nginxConfiguration(bridge, target.namespace) } },
  );
  const selector = inKeyOrder(bridge.selector);
  const carried = activities.filter(({ activity }) => bridgeOf(activity, target)?.name === name);
  const template = podTemplate({
    labels: { ...identity.labels, ...selector },
    annotations: configAnnotation(configuration),
    user: NGINX_USER,
    spec: {
      terminationGracePeriodSeconds: terminationGrace(carried),
      containers: [nginxContainer(bridge, terminationGrace(carried))],
      volumes: [{ name: "configuration", configMap: { name } }, SCRATCH_VOLUME],
    },
  });
  return [
    configuration,
    kubernetesObject(
      { ...identity, apiVersion: "apps/v1", kind: "Deployment" },
      {
        spec: {
          replicas: 1,
          revisionHistoryLimit: REVISION_HISTORY_LIMIT,
          selector: { matchLabels: selector },
          strategy: ROLLING_UPDATE,
          template,
        },
      },
    ),
    kubernetesObject(
      { ...identity, apiVersion: "v1", kind: "Service" },
      {
        spec: {
          type: "ClusterIP",
          selector,
          ports: [{ name: "http", port: bridge.port, targetPort: bridge.port, protocol: "TCP" }],
        },
      },
    ),
  ];
}

function nginxContainer(bridge: ManagedBridge, graceSeconds: number) {
  const health = { httpGet: { path: HEALTH_PATH, port: bridge.port } };
  return {
    name: "nginx",
    image: bridge.image,
    // Not by the image's entry point, which writes to its own file system.
    command: ["nginx", "-e", "stderr", "-c", `${CONFIGURATION_FOLDER}/${CONFIGURATION_FILE}`],
    ports: [{ name: "http", containerPort: bridge.port, protocol: "TCP" }],
    livenessProbe: { ...health, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...health, periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 2 },
    lifecycle: { preStop: { exec: { command: ["/bin/sh", "-c", quitGracefully(graceSeconds)] } } },
    // nginx takes 11 MiB, measured, and next to no time: it waits.
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "200m", memory: "64Mi" } },
    securityContext: RESTRICTED_CONTAINER,
    volumeMounts: [{ name: "configuration", mountPath: CONFIGURATION_FOLDER, readOnly: true }, SCRATCH_MOUNT],
  };
}

/**
 * SIGQUIT lets nginx end the calls under way; SIGTERM, which a pod gets otherwise, cuts them. An image's STOPSIGNAL may
 * say so, but not every image has it, and `lifecycle.stopSignal` is behind a feature gate. nginx is process 1, and its
 * end ends the wait too.
 */
function quitGracefully(graceSeconds: number): string {
  return `sleep ${LEAVING_SECONDS}; kill -QUIT 1; sleep ${graceSeconds}`;
}
