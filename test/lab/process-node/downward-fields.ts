import { ConfigurationError } from "./configuration.ts";
import type { Pod } from "./pod.ts";

const IN_BRACKETS = /^metadata\.(labels|annotations)\['([^']+)'\]$/;

/** The value of a field path of the downward API; an absent label or annotation is empty. */
export function fieldOf(pod: Pod, path: string, nodeName: string): string {
  const [, map, key] = IN_BRACKETS.exec(path) ?? [];
  if (map === "labels" || map === "annotations") return pod.metadata[map]?.[key ?? ""] ?? "";
  const fields: Readonly<Record<string, string>> = {
    "metadata.name": pod.metadata.name,
    "metadata.namespace": pod.metadata.namespace,
    "metadata.uid": pod.metadata.uid,
    "spec.nodeName": nodeName,
    "spec.serviceAccountName": pod.spec.serviceAccountName ?? "default",
    "status.hostIP": "127.0.0.1",
  };
  const value = fields[path];
  if (value === undefined) throw new ConfigurationError(`unsupported fieldPath: ${path}`);
  return value;
}
