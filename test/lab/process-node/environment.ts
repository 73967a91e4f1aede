import type { IEnvVar } from "kubernetes-models/v1";
import { ConfigurationError, entriesOf, entryOf } from "./configuration.ts";
import { fieldOf } from "./downward-fields.ts";
import type { NodeContext } from "./node-context.ts";
import type { Container, Pod } from "./pod.ts";

/** The variables of one container: from config maps and secrets, from the pod's own fields, literal ones expanded. */
export async function environmentOf(
  node: NodeContext,
  pod: Pod,
  container: Container,
): Promise<Record<string, string>> {
  const api = new URL(node.apiUrl);
  const environment: Record<string, string> = {
    PATH: "/opt/image/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOSTNAME: pod.metadata.name,
    HOME: "/",
    // The service address of a real cluster leads nowhere without kube-proxy.
    KUBERNETES_SERVICE_HOST: api.hostname,
    KUBERNETES_SERVICE_PORT: api.port,
  };
  const { namespace } = pod.metadata;
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const kind = secretRef ? "Secret" : "ConfigMap";
    const { name = "", optional } = secretRef ?? configMapRef ?? {};
    const entries = await entriesOf(node.api, { kind, namespace, name, optional });
    for (const [key, value] of entries) environment[prefix + key] = value.toString();
  }
  for (const variable of container.env ?? []) {
    const value = await variableValue(node, pod, variable, environment);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

async function variableValue(
  node: NodeContext,
  pod: Pod,
  variable: IEnvVar,
  environment: Readonly<Record<string, string>>,
) {
  const { configMapKeyRef, secretKeyRef, fieldRef, ...others } = variable.valueFrom ?? {};
  const { namespace } = pod.metadata;
  if (fieldRef) return fieldOf(pod, fieldRef.fieldPath, node.name);
  const reference = secretKeyRef ?? configMapKeyRef;
  if (reference) {
    const { name = "", key, optional } = reference;
    const kind = secretKeyRef ? "Secret" : "ConfigMap";
    return (await entryOf(node.api, { kind, namespace, name, optional }, key))?.toString();
  }
  for (const source of Object.keys(others)) throw new ConfigurationError(`this node does not know env of ${source}`);
  return expanded(variable.value ?? "", environment);
}

/** `$(NAME)` by its value where there is one; `$$` stands for one dollar sign. */
export function expanded(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([A-Za-z_.-][\w.-]*)\)/g, (whole, name?: string) =>
    name === undefined ? "$" : (environment[name] ?? whole),
  );
}
