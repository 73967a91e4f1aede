import type { IContainer, IPodSpec, ISecurityContext } from "kubernetes-models/v1";

/** What the restricted pod security standard asks of a container. */
const RESTRICTED: ISecurityContext = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

type Workload = Omit<Partial<IPodSpec>, "containers"> & Partial<IContainer>;

/** The spec of a pod of one container named `main`, which passes the restricted standard; what is a container's goes there. */
function podSpec({
  image,
  command,
  args,
  env,
  envFrom,
  resources,
  volumeMounts,
  readinessProbe,
  ...pod
}: Workload): IPodSpec {
  const given = { image, command, args, env, envFrom, resources, volumeMounts, readinessProbe };
  const container = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...pod, containers: [{ name: "main", securityContext: RESTRICTED, ...container }] };
}

export function jobOf(name: string, workload: Workload) {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { backoffLimit: 0, template: { spec: podSpec({ restartPolicy: "Never", ...workload }) } },
  };
}

export function deploymentOf(name: string, workload: Workload) {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec(workload) } },
  };
}
