import type { Bridge } from "../model/target.ts";

/** Kubernetes' and k3s's default; the addresses in a target are written with it too. */
const SERVICE_DOMAIN = "svc.cluster.local";

/** The Service of the cluster's DNS: k3s calls it so, as most distributions do, whatever stands behind it. */
export const CLUSTER_DNS = `kube-dns.kube-system.${SERVICE_DOMAIN}`;

/** The base URL of a bridge inside the cluster. */
export function bridgeUrl(name: string, bridge: Bridge, namespace: string): string {
  return bridge.managed ? `http://${name}.${namespace}.${SERVICE_DOMAIN}:${bridge.port}` : bridge.url;
}

/** A host name that needs no search list: a bare Service name, or one that ends in `.svc`, is completed. */
export function qualifiedHost(host: string, namespace: string): string {
  if (!/[.:]/.test(host)) return `${host}.${namespace}.${SERVICE_DOMAIN}`;
  return host.endsWith(".svc") ? `${host}.cluster.local` : host;
}

/** The namespace that a host name points into: `<service>.<namespace>.svc…`, or a bare Service name. */
export function namespaceOfHost(host: string, ownNamespace: string): string | undefined {
  const labels = host.split(".");
  if (labels.length === 1) return ownNamespace;
  return labels[labels.lastIndexOf("svc") - 1];
}
