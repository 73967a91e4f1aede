import type { Target } from "../model/target.ts";
import { bridgeObjects } from "./bridge-objects.ts";
import { definitionConfigMaps } from "./definition-config-maps.ts";
import { entriesInKeyOrder } from "./in-key-order.ts";
import { kubernetesObject } from "./kubernetes-object.ts";
import { networkPolicies } from "./network-policies.ts";
import type { KubernetesObject, Projection } from "./projection.ts";
import { runtimeEnvironment } from "./runtime-environment.ts";
import { SYNC_LABELS, SYNC_NAME } from "./sync-job.ts";
import { workerObjects } from "./worker-objects.ts";

/** All that runs or is read in the cluster, but for the sync Job itself. */
export const runtime: Projection = {
  name: "runtime",
  file: "20-runtime.yaml",
  isSynced: true,
  project: (activities, target) => {
    const environment = runtimeEnvironment(target);
    return [
      environment,
      ...definitionConfigMaps(activities, target),
      ...entriesInKeyOrder(target.bridges).flatMap(([name, bridge]) =>
        bridge.managed ? bridgeObjects(name, bridge, activities, target) : [],
      ),
      ...(target.worker.managed ? workerObjects(activities, target, environment) : []),
      syncAccount(target),
      ...networkPolicies(target),
    ];
  },
};

/** The identity of the sync Job's pods, which grants nothing: actcore-sync never calls the API server. */
function syncAccount({ namespace }: Target): KubernetesObject {
  return kubernetesObject(
    { apiVersion: "v1", kind: "ServiceAccount", name: SYNC_NAME, namespace, labels: SYNC_LABELS },
    { automountServiceAccountToken: false },
  );
}
