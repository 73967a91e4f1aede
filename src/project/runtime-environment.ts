import type { Bridge, Target } from "../model/target.ts";
import { bridgeUrl } from "./cluster-address.ts";
import { entriesInKeyOrder } from "./in-key-order.ts";
import { kubernetesObject, labelsOf } from "./kubernetes-object.ts";
import type { KubernetesObject } from "./projection.ts";

const RUNTIME_ENVIRONMENT = "actcore-runtime-env";

/** The ConfigMap with what the containers of the activity-core image need to know of the cluster. */
export function runtimeEnvironment(target: Target): KubernetesObject {
  const baseUrls = entriesInKeyOrder(target.environment).map(
    ([variable, { bridge }]) =>
      [variable, bridgeUrl(bridge, declaredBridge(bridge, target), target.namespace)] as const,
  );
  const labels = labelsOf(RUNTIME_ENVIRONMENT, "environment");
  return kubernetesObject(
    { apiVersion: "v1", kind: "ConfigMap", name: RUNTIME_ENVIRONMENT, namespace: target.namespace, labels },
    {
      data: {
        ...Object.fromEntries(baseUrls),
        TEMPORAL_ADDRESS: target.temporal.address,
        TEMPORAL_NAMESPACE: target.temporal.namespace,
        TEMPORAL_TASK_QUEUE: target.temporal.task_queue,
      },
    },
  );
}

/** A variable of a container; its value is given here, or taken from elsewhere. */
export type EnvironmentVariable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: object };

/** The environment of a container of the activity-core image. The database's URL is only ever referenced. */
export function containerEnvironment(target: Target, variables: readonly EnvironmentVariable[]) {
  const { secret, key } = target.database;
  return {
    envFrom: [{ configMapRef: { name: RUNTIME_ENVIRONMENT } }],
    env: [{ name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: secret, key } } }, ...variables],
  };
}

function declaredBridge(name: string, target: Target): Bridge {
  const bridge = target.bridges[name];
  if (!bridge) throw new Error(`the target "${target.name}" was not checked: it declares no bridge "${name}"`);
  return bridge;
}
