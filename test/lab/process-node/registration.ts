import { type ApiClient, ApiError } from "../api-client.ts";
import { now } from "./pod.ts";

const LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
/** Far more than any test asks for: what a pod may have is not what the lab is about. */
const RESOURCES = { cpu: "64", memory: "256Gi", pods: "500", "ephemeral-storage": "100Gi" };

/** Makes the Node object, ready for pods. `port` is where logs are served. */
export async function registerNode(api: ApiClient, name: string, port: number): Promise<void> {
  const labels = { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64" };
  await api.request("POST", "/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name, labels } });
  const condition = (type: string, status: string) => ({
    type,
    status,
    reason: "ProcessNode",
    lastHeartbeatTime: now(),
    lastTransitionTime: now(),
  });
  const status = {
    capacity: RESOURCES,
    allocatable: RESOURCES,
    conditions: [
      condition("Ready", "True"),
      ...["MemoryPressure", "DiskPressure", "PIDPressure"].map((type) => condition(type, "False")),
    ],
    addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
  };
  await api.request("PATCH", `/api/v1/nodes/${name}/status`, { status }, "application/strategic-merge-patch+json");
}

/** Says that the node lives; it counts as dead when that has not been said for 40 s. */
export async function renewLease(api: ApiClient, name: string): Promise<void> {
  const renewTime = new Date().toISOString().replace("Z", "000Z");
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace: "kube-node-lease" },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
  };
  try {
    await api.request("PATCH", `${LEASES}/${name}`, { spec: lease.spec }, "application/merge-patch+json");
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    await api.request("POST", LEASES, lease);
  }
}
