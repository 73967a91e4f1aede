import type { Labels } from "../model/target.ts";

/** The container's part of Kubernetes' "restricted" Pod Security Standard, and a root file system that cannot change. */
export const RESTRICTED_CONTAINER = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};

/** Said here, so that it does not depend on the image: the number of `nonroot` in distroless images. */
export const ACTIVITY_CORE_USER = 65_532;

/** The one folder where a process may write. */
export const SCRATCH_VOLUME = { name: "tmp", emptyDir: { sizeLimit: "64Mi" } };
export const SCRATCH_MOUNT = { name: "tmp", mountPath: "/tmp" };

interface PodTemplate {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The user and group that its processes run as. */
  readonly user: number;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A pod template by the "restricted" Pod Security Standard, of a pod that has no business with the API server. */
export function podTemplate({ labels, annotations, user, spec }: PodTemplate) {
  return {
    metadata: { labels, annotations },
    spec: {
      automountServiceAccountToken: false,
      // Else every Service of the namespace would add variables of its own to the environment.
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        seccompProfile: { type: "RuntimeDefault" },
      },
      ...spec,
    },
  };
}

/** How a Deployment replaces its pods: the new one is ready before an old one is asked to stop. */
export const ROLLING_UPDATE = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

/** Old ReplicaSets that are kept for `kubectl rollout undo`. */
export const REVISION_HISTORY_LIMIT = 3;
