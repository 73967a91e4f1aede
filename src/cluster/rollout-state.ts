import type { LiveObject } from "./live-object.ts";

/** Whether a Deployment runs what it was told, as `kubectl rollout status` decides it. */
export interface RolloutState {
  readonly isDone: boolean;
  /** "1 of 2 replicas are updated", for people. */
  readonly words: string;
}

interface DeploymentParts {
  readonly spec?: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export function rolloutState(deployment: LiveObject): RolloutState {
  const { metadata, spec, status = {} } = deployment as LiveObject & DeploymentParts;
  const wanted = spec?.replicas ?? 1;
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (observedGeneration < (metadata.generation ?? 0))
    return { isDone: false, words: "not seen by its controller yet" };
  if (updatedReplicas < wanted) return { isDone: false, words: `${updatedReplicas} of ${wanted} updated` };
  if (replicas > updatedReplicas) return { isDone: false, words: `${replicas - updatedReplicas} old to end` };
  if (availableReplicas < wanted) return { isDone: false, words: `${availableReplicas} of ${wanted} available` };
  return { isDone: true, words: `${availableReplicas} of ${wanted} available` };
}
