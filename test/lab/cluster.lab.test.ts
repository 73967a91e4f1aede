import { readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { ApiClient, ApiError } from "./api-client.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { startLab } from "./start-lab.ts";
import { jobOf } from "./workload.ts";

const NAMESPACE = "cluster";
const KUBE_SYSTEM = "/api/v1/namespaces/kube-system";

const cluster = sharedCluster();
await cluster.createNamespace(NAMESPACE, { "pod-security.kubernetes.io/enforce": "restricted" });

/** A client that knows no more than a kubeconfig says. */
function clientOf(kubeconfig: string): ApiClient {
  const { clusters, users } = parse(readFileSync(kubeconfig, "utf8"));
  const { server, "certificate-authority": ca } = clusters[0].cluster;
  return new ApiClient({ url: server, ca: readFileSync(ca, "utf8"), token: users[0].user.token });
}

test("the control plane is the Kubernetes that it says, with one node that is ready", async () => {
  expect(await cluster.api("GET", "/version")).toMatchObject({ gitVersion: "v1.36.3", major: "1", minor: "36" });
  const { items } = await cluster.api("GET", "/api/v1/nodes");
  expect(items).toHaveLength(1);
  expect(items[0].status.conditions).toContainEqual(expect.objectContaining({ type: "Ready", status: "True" }));
});

test("a user may do what RBAC grants it, and an unknown token nothing", async () => {
  const operator = clientOf(cluster.kubeconfigFor("operator"));
  const path = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
  await expect(operator.request("GET", path)).rejects.toMatchObject({ status: 403 });
  await cluster.apply(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: reader, namespace: ${NAMESPACE} }
rules: [{ apiGroups: [""], resources: [configmaps], verbs: [list] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader, namespace: ${NAMESPACE} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: operator }]
`);
  expect((await operator.request("GET", path)).kind).toBe("ConfigMapList");
  const configMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "not-mine" } };
  await expect(operator.request("POST", path, configMap)).rejects.toMatchObject({ status: 403 });
  await expect(clientOf(cluster.kubeconfigWith("nonsense")).request("GET", path)).rejects.toMatchObject({
    status: 401,
  });
});

test("admission refuses a pod that is not restricted", async () => {
  const { template } = jobOf("loose", { image: "tools:1" }).spec;
  const [container] = template.spec.containers;
  const pod = { spec: { ...template.spec, containers: [{ ...container, securityContext: {} }] } };
  const refused = cluster.api("POST", `/api/v1/namespaces/${NAMESPACE}/pods`, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "loose" },
    ...pod,
  });
  await expect(refused).rejects.toThrow('violates PodSecurity "restricted:latest"');
});

test("another cluster has the same names and another identity, and keeps its data while its server is away", async () => {
  const other = await startLab({ node: false });
  onTestFinished(other.stop);
  const namesOf = (path: string) => parse(readFileSync(path, "utf8")).contexts;
  expect(namesOf(other.kubeconfig)).toEqual(namesOf(cluster.kubeconfig));
  const { metadata } = await other.api("GET", KUBE_SYSTEM);
  expect(metadata.uid).not.toBe((await cluster.api("GET", KUBE_SYSTEM)).metadata.uid);
  await other.stopApiServer();
  await expect(other.api("GET", KUBE_SYSTEM)).rejects.not.toBeInstanceOf(ApiError);
  await other.startApiServer();
  expect((await other.api("GET", KUBE_SYSTEM)).metadata.uid).toBe(metadata.uid);
});
