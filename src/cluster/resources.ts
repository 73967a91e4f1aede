/** Where the API server has the objects of a kind. */
export interface Resource {
  readonly kind: string;
  readonly apiVersion: string;
  readonly plural: string;
}

const core = (kind: string, plural: string): Resource => ({ kind, apiVersion: "v1", plural });

/** Every kind that `sync` writes or reads. */
export const RESOURCES = {
  ConfigMap: core("ConfigMap", "configmaps"),
  Service: core("Service", "services"),
  ServiceAccount: core("ServiceAccount", "serviceaccounts"),
  Pod: core("Pod", "pods"),
  Event: core("Event", "events"),
  Namespace: core("Namespace", "namespaces"),
  Deployment: { kind: "Deployment", apiVersion: "apps/v1", plural: "deployments" },
  NetworkPolicy: { kind: "NetworkPolicy", apiVersion: "networking.k8s.io/v1", plural: "networkpolicies" },
  PodDisruptionBudget: { kind: "PodDisruptionBudget", apiVersion: "policy/v1", plural: "poddisruptionbudgets" },
  Job: { kind: "Job", apiVersion: "batch/v1", plural: "jobs" },
  Lease: { kind: "Lease", apiVersion: "coordination.k8s.io/v1", plural: "leases" },
} as const satisfies Readonly<Record<string, Resource>>;

export type Kind = keyof typeof RESOURCES;

/** The kinds of the objects that a target gets, but for the sync Job. */
export const PROJECTED_KINDS = [
  "ConfigMap",
  "Service",
  "ServiceAccount",
  "Deployment",
  "NetworkPolicy",
  "PodDisruptionBudget",
] as const satisfies readonly Kind[];

/** The resource of a kind. Throws where a projection has a kind that is missing above. */
export function resourceOf(kind: string): Resource {
  const resource = Object.values<Resource>(RESOURCES).find((it) => it.kind === kind);
  if (!resource) throw new Error(`no resource is known for objects of kind ${kind}`);
  return resource;
}

/** The group of an apiVersion; empty for the core group. */
export function groupOf({ apiVersion }: Resource): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** The path of a collection, or with a name of one object, on the API server. */
export function resourcePath(resource: Resource, namespace: string, name?: string): string {
  const root = resource.apiVersion.includes("/") ? `/apis/${resource.apiVersion}` : `/api/${resource.apiVersion}`;
  const collection = `${root}/namespaces/${namespace}/${resource.plural}`;
  return name === undefined ? collection : `${collection}/${name}`;
}
