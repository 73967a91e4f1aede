import type { ApiCall, Cluster } from "./api-call.ts";
import type { LiveObject } from "./live-object.ts";
import { RESOURCES, type Resource } from "./resources.ts";

/** Its UID tells which cluster this is: it is made with the cluster, and cannot be set. */
const IDENTITY_NAMESPACE = "kube-system";

/** The UID of the namespace kube-system. Throws ApiProblem, also where the answer holds none. */
export async function readClusterUid(cluster: Cluster): Promise<string> {
  const path = `/api/v1/namespaces/${IDENTITY_NAMESPACE}`;
  const call: ApiCall = {
    verb: "get",
    resource: RESOURCES.Namespace,
    namespace: IDENTITY_NAMESPACE,
    name: IDENTITY_NAMESPACE,
    path,
    isIdempotent: true,
  };
  const { metadata } = (await cluster.call(call)) as LiveObject;
  return metadata?.uid ?? "";
}

/** A rule of RBAC: these verbs on these resources. */
export interface AccessRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface RulesReview {
  readonly status?: { readonly resourceRules?: readonly Partial<AccessRule>[]; readonly incomplete?: boolean };
}

const RULES_REVIEW: Resource = {
  kind: "SelfSubjectRulesReview",
  apiVersion: "authorization.k8s.io/v1",
  plural: "selfsubjectrulesreviews",
};

/**
 * Which of these rules the user lacks in a namespace, verb by verb; asked in one call. Nothing is judged where the API
 * server says that it does not know all rules, as with a webhook: the calls themselves will tell.
 */
export async function missingAccess(
  cluster: Cluster,
  namespace: string,
  needed: readonly AccessRule[],
): Promise<readonly AccessRule[]> {
  const { kind, apiVersion, plural } = RULES_REVIEW;
  const review = (await cluster.call({
    verb: "create",
    resource: RULES_REVIEW,
    namespace,
    path: `/apis/${apiVersion}/${plural}`,
    body: { kind, apiVersion, spec: { namespace } },
    // It is a question, though it is asked by a POST.
    isIdempotent: true,
  })) as RulesReview;
  if (review.status?.incomplete) return [];
  const granted = review.status?.resourceRules ?? [];
  return needed.flatMap((rule) =>
    rule.resources.flatMap((resource) => {
      const verbs = rule.verbs.filter(
        (verb) => !granted.some((it) => grants(it, rule.apiGroups[0] ?? "", resource, verb)),
      );
      return verbs.length > 0 ? [{ apiGroups: rule.apiGroups, resources: [resource], verbs }] : [];
    }),
  );
}

function grants(rule: Partial<AccessRule>, group: string, resource: string, verb: string): boolean {
  const has = (list: readonly string[] | undefined, value: string) => list?.some((it) => it === "*" || it === value);
  const isForAll = (rule.resourceNames ?? []).length === 0;
  return Boolean(isForAll && has(rule.apiGroups, group) && has(rule.resources, resource) && has(rule.verbs, verb));
}
