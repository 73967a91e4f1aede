import type { Bridge, Labels, Target } from "../model/target.ts";
import { namespaceOfHost } from "./cluster-address.ts";
import { entriesInKeyOrder, inKeyOrder } from "./in-key-order.ts";
import { kubernetesObject, labelsOf, NAME_LABEL } from "./kubernetes-object.ts";
import type { KubernetesObject } from "./projection.ts";
import { SYNC_NAME } from "./sync-job.ts";
import { WORKER_HEALTH_PORT, WORKER_NAME } from "./worker-objects.ts";

/**
 * What the worker and the sync Job may reach: DNS, Temporal, Postgres and the bridges. A policy is applied to what a
 * Service has been translated to, so its ports are those of pods.
 */
export function networkPolicies(target: Target): KubernetesObject[] {
  const egress = [
    dnsEgress(),
    temporalEgress(target),
    databaseEgress(target),
    ...entriesInKeyOrder(target.bridges).map(([, bridge]) => bridgeEgress(bridge, target)),
  ];
  const { managed, selector } = target.worker;
  // Probes come from the node and always pass; this is for whoever collects the metrics.
  const metrics = { from: [{ namespaceSelector: {} }], ports: [tcp(WORKER_HEALTH_PORT)] };
  return [
    ...(managed ? [policy(target, WORKER_NAME, "worker", inKeyOrder(selector), [metrics], egress)] : []),
    policy(target, SYNC_NAME, "sync", { [NAME_LABEL]: SYNC_NAME }, [], egress),
  ];
}

function policy(
  target: Target,
  name: string,
  component: "worker" | "sync",
  matchLabels: Labels,
  ingress: readonly object[],
  egress: readonly object[],
): KubernetesObject {
  return kubernetesObject(
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      name,
      namespace: target.namespace,
      labels: labelsOf(name, component),
    },
    // The API server drops an empty list, and would then take each apply for a change.
    {
      spec: {
        podSelector: { matchLabels },
        policyTypes: ["Ingress", "Egress"],
        ...(ingress.length > 0 && { ingress }),
        egress,
      },
    },
  );
}

function tcp(port: number) {
  return { protocol: "TCP", port };
}

/** Every namespace carries its own name as this label, by the API server's hand. */
function inNamespace(namespace: string) {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } };
}

function dnsEgress() {
  return {
    to: [{ ...inNamespace("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
    ports: [{ protocol: "UDP", port: 53 }, tcp(53)],
  };
}

/** To the namespace that the address names; an address outside of the cluster is held by its port alone. */
function temporalEgress({ temporal, namespace }: Target) {
  const [host = "", port] = temporal.address.split(":");
  return egressToHost(host, namespace, [tcp(Number(port))]);
}

function databaseEgress({ database }: Target) {
  const { cidr, port } = database.egress;
  return { to: [{ ipBlock: { cidr } }], ports: [tcp(port)] };
}

/** The pods of a bridge that exists already may listen on another port than its Service, so any of theirs will do. */
function bridgeEgress(bridge: Bridge, { namespace }: Target) {
  if (bridge.managed) {
    return { to: [{ podSelector: { matchLabels: inKeyOrder(bridge.selector) } }], ports: [tcp(bridge.port)] };
  }
  const { hostname, port, protocol } = new URL(bridge.url);
  const isInCluster = namespaceOfHost(hostname, namespace) !== undefined;
  const defaultPort = protocol === "https:" ? 443 : 80;
  return egressToHost(hostname, namespace, isInCluster ? [] : [tcp(Number(port) || defaultPort)]);
}

function egressToHost(host: string, ownNamespace: string, ports: readonly object[]) {
  const namespace = namespaceOfHost(host, ownNamespace);
  return { ...(namespace && { to: [inNamespace(namespace)] }), ...(ports.length > 0 && { ports }) };
}
