import type { ApiCall } from "../cluster/api-call.ts";
import { ApiProblem } from "../cluster/api-problem.ts";
import type { AccessRule } from "../cluster/identity.ts";
import { KubeconfigProblem } from "../cluster/kubeconfig.ts";
import { objectName } from "../cluster/live-object.ts";
import { groupOf } from "../cluster/resources.ts";
import { OperationStop } from "./operation-stop.ts";

/** An error of the cluster's side in words for the user; any other one as it is. */
export function toStop(error: unknown, target: string): unknown {
  if (error instanceof KubeconfigProblem) return new OperationStop(error.kind, error.message);
  return error instanceof ApiProblem ? stopOf(error, target) : error;
}

function stopOf(problem: ApiProblem, target: string): OperationStop {
  const { reason, call, message } = problem;
  const what = callWords(call);
  switch (reason) {
    case "unauthorized":
      return new OperationStop("refused", `the API server does not accept the credentials: ${what}: ${message}`, {
        next: "renew the credentials of the kubeconfig's user, and run the command again",
      });
    case "forbidden":
      return forbidden(problem, target);
    case "not-found":
      return new OperationStop("refused", `${what}: ${message}`, {
        ...(message.startsWith("namespaces ") ? { next: `kubectl create namespace ${call.namespace}` } : {}),
      });
    case "invalid":
      return new OperationStop("failed", `the API server refuses ${what}: ${message}`, {
        event: problem.causes.map(({ field, message: text }) => `${field || "object"}: ${text}`),
        why: "an object is never deleted and made anew to get around this: what runs is kept",
      });
    case "conflict":
    case "already-exists":
      return new OperationStop("refused", `${what}: ${message}`, { next: "run the command again: it plans afresh" });
    case "throttled":
      return new OperationStop("failed", `the API server is overloaded: ${what}: ${message}`);
    default:
      return new OperationStop("failed", `the API server did not answer as it should: ${what}: ${message}`);
  }
}

/** What a refused user lacks, ready to be granted. */
function forbidden({ call, message }: ApiProblem, target: string): OperationStop {
  const { verb, resource, subresource, namespace } = call;
  const resources = [subresource === undefined ? resource.plural : `${resource.plural}/${subresource}`];
  return new OperationStop("refused", `not allowed to ${callWords(call)}: ${message}`, {
    next: grantLines([{ apiGroups: [groupOf(resource)], resources, verbs: [verb] }], namespace, target),
  });
}

/** How an administrator grants these rules, which are all in the file of the target's access. */
export function grantLines(rules: readonly AccessRule[], namespace: string, target: string): string[] {
  const quoted = (list: readonly string[]) => `[${list.map((it) => JSON.stringify(it)).join(", ")}]`;
  return [
    `as an administrator: kubectl apply -f k8s/generated/${target}/00-access.yaml`,
    `which grants by the Role actdef-operator${namespace === "kube-system" ? `-${target}` : ""} in namespace ${namespace}:`,
    ...rules.map(
      ({ apiGroups, resources, verbs }) =>
        `  - { apiGroups: ${quoted(apiGroups)}, resources: ${quoted(resources)}, verbs: ${quoted(verbs)} }`,
    ),
  ];
}

/** "patch ConfigMap actcore-runtime-env". */
function callWords({ verb, resource, name, subresource }: ApiCall): string {
  const object = name === undefined ? resource.kind : objectName(resource.kind, name);
  return `${verb} ${object}${subresource === undefined ? "" : ` (${subresource})`}`;
}
