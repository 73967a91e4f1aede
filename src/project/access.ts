import type { Subject, Target } from "../model/target.ts";
import { kubernetesObject, labelsOf } from "./kubernetes-object.ts";
import type { KubernetesObject, Projection } from "./projection.ts";

/** A server-side apply is a PATCH; where the object is new, the API server asks for `create` as well. */
const APPLY_AND_PRUNE = ["get", "list", "create", "patch", "delete"];

/** To run a Job and see how it ends. A finished one is kept as evidence, so none is deleted; suspending one is a PATCH. */
export const JOB_RULES = [
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "list", "create", "patch"] },
  { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
  { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
  { apiGroups: [""], resources: ["events"], verbs: ["list"] },
];

/** To keep others from working at the same time. The Lease is released by an update. */
export const LOCK_RULES = [
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] },
];

/** What `sync` calls in the target's namespace. SelfSubjectRulesReview is granted to every user by Kubernetes. */
export const NAMESPACE_RULES = [
  { apiGroups: [""], resources: ["configmaps", "serviceaccounts", "services"], verbs: APPLY_AND_PRUNE },
  { apiGroups: ["apps"], resources: ["deployments"], verbs: APPLY_AND_PRUNE },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: APPLY_AND_PRUNE },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: APPLY_AND_PRUNE },
  ...JOB_RULES,
  ...LOCK_RULES,
];

/**
 * The UID of the namespace kube-system tells which cluster this is. Namespaces are cluster-scoped, and yet a Role is
 * enough: the API server authorises a request for a namespace with that namespace as the request's own.
 */
const CLUSTER_IDENTITY_RULES = [
  { apiGroups: [""], resources: ["namespaces"], resourceNames: ["kube-system"], verbs: ["get"] },
];

/** What an administrator grants once to those who may run `sync`. */
export const access: Projection = {
  name: "access",
  file: "00-access.yaml",
  isSynced: false,
  project: (_activities, target) => [
    ...grant("actdef-operator", target.namespace, NAMESPACE_RULES, target),
    // Two targets may live in one cluster, and share kube-system.
    ...grant(`actdef-operator-${target.name}`, "kube-system", CLUSTER_IDENTITY_RULES, target),
  ],
};

function grant(name: string, namespace: string, rules: readonly object[], target: Target): KubernetesObject[] {
  const identity = { apiVersion: `${RBAC}/v1`, name, namespace, labels: labelsOf("actdef-operator", "access") };
  const subjects = target.access.subjects.map((subject) => boundSubject(subject, target));
  return [
    kubernetesObject({ ...identity, kind: "Role" }, { rules }),
    kubernetesObject(
      { ...identity, kind: "RoleBinding" },
      { roleRef: { apiGroup: RBAC, kind: "Role", name }, subjects },
    ),
  ];
}

const RBAC = "rbac.authorization.k8s.io";

function boundSubject({ kind, name, namespace }: Subject, target: Target) {
  if (kind === "ServiceAccount") return { kind, name, namespace: namespace ?? target.namespace };
  return { apiGroup: RBAC, kind, name };
}
