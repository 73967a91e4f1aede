import { missingAccess, readClusterUid } from "../cluster/identity.ts";
import { getObject } from "../cluster/objects.ts";
import type { ExistingBridge, Target } from "../model/target.ts";
import { NAMESPACE_RULES } from "../project/access.ts";
import { grantLines } from "./api-stops.ts";
import type { Operation } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";

/**
 * Proves that this is the target's cluster, by the UID of its namespace kube-system: k3s calls every cluster, user and
 * context `default`, so names prove nothing. Throws OperationStop.
 */
export async function proveIdentity({ cluster, target }: Operation): Promise<string> {
  const pinned = target.cluster.uid;
  if (pinned === null) {
    throw new OperationStop("refused", `${target.name} is not pinned to a cluster`, {
      why: "cluster.uid is null in its target file, so no cluster can be told to be the right one",
      state: "nothing was written",
      next: `actdef target pin ${target.name}`,
    });
  }
  const uid = await readClusterUid(cluster);
  if (uid === pinned) return uid;
  throw new OperationStop("refused", `this is not ${target.name}: ${cluster.server} is another cluster`, {
    event: [`pinned  ${pinned}`, `found   ${uid || "no uid"}`],
    why: `the context "${cluster.context}" leads there; its name proves nothing`,
    state: "nothing was written",
    next: "name the right kubeconfig or context, with --kubeconfig or --context",
  });
}

/** Asks once for every verb that is needed. Throws OperationStop with what an administrator has to grant. */
export async function checkAccess({ cluster, target }: Operation, rules = NAMESPACE_RULES): Promise<void> {
  const missing = await missingAccess(cluster, target.namespace, rules);
  if (missing.length === 0) return;
  const words = missing.map(({ resources, verbs }) => `${verbs.join(", ")} ${resources.join(", ")}`);
  throw new OperationStop("refused", `not allowed in namespace ${target.namespace}: ${words.join("; ")}`, {
    state: "nothing was written",
    next: grantLines(missing, target.namespace, target.name),
  });
}

/**
 * Compares the time-outs of bridges that exist already with what the target says of them: by that the compiler has
 * proved the time-out chain. Throws OperationStop.
 */
export async function checkLiveBridges(operation: Operation): Promise<void> {
  for (const [name, bridge] of Object.entries(operation.target.bridges)) {
    if (!bridge.managed && bridge.config_map) await checkLiveBridge(operation, name, bridge, bridge.config_map);
  }
}

async function checkLiveBridge(
  { cluster, target, progress }: Operation,
  name: string,
  { proxy_timeout_seconds: declared }: ExistingBridge,
  place: { readonly name: string; readonly key: string },
): Promise<void> {
  const configMap = await getObject(cluster, "ConfigMap", target.namespace, place.name);
  const text = configMap?.data?.[place.key];
  const where = `ConfigMap ${place.name}, key ${place.key}`;
  const seconds = text === undefined ? undefined : shortestTimeoutSeconds(text);
  if (seconds === undefined) {
    throw new OperationStop("refused", `the time-out of bridge "${name}" cannot be read from ${where}`, {
      why: text === undefined ? "there is no such key in the cluster" : "it holds no proxy_read_timeout",
      state: "nothing was written",
      next: "correct config_map of the bridge in the target file, or the ConfigMap",
    });
  }
  if (seconds < declared) {
    throw new OperationStop(
      "refused",
      `the live bridge "${name}" cuts at ${seconds} s, and the target says ${declared} s`,
      {
        why: "every time-out was proved against what the target says; a call would be cut off in the middle",
        state: "nothing was written",
        next: `raise the time-out in ${where}, or write ${seconds} into the target file and see what still fits`,
      },
    );
  }
  progress.detail(`bridge ${name} cuts at ${seconds} s, as the target needs (${declared} s)`);
}

const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * The shortest of nginx's time-outs for an answer, in seconds; or the number, where the text is one. Undefined where
 * there is none, or where one of them cannot be read.
 */
export function shortestTimeoutSeconds(text: string): number | undefined {
  if (/^\s*\d+\s*$/.test(text)) return Number(text);
  const directives = text
    .split("\n")
    .map((line) => line.split("#")[0] ?? "")
    .join("\n")
    .split(/[;{}]/)
    .map((directive) => directive.trim().split(/\s+/));
  const seconds = directives
    .filter(([name]) => name === "proxy_read_timeout" || name === "proxy_send_timeout")
    .map(([, ...values]) => nginxSeconds(values.join("").replace(/^(["'])(.*)\1$/, "$2")));
  return seconds.length > 0 && !seconds.includes(undefined) ? Math.min(...(seconds as number[])) : undefined;
}

/** A time as nginx writes it, such as `360`, `6m` or `1m30s`: https://nginx.org/en/docs/syntax.html. */
function nginxSeconds(value: string): number | undefined {
  if (value === "" || !/^(?:\d{1,9}(?:ms|[smhd])){0,5}(?:\d{1,9})?$/.test(value)) return undefined;
  const parts = [...value.matchAll(/(\d+)(ms|[smhd])?/g)];
  return parts.reduce((sum, [, count, unit = "s"]) => sum + Number(count) * (SECONDS_OF_UNIT[unit] ?? 1), 0);
}

/** Who and where, in one line. */
export function targetLine(
  { cluster, target }: Pick<Operation, "cluster"> & { readonly target: Target },
  uid: string,
): string {
  return `Target ${target.name}  ${cluster.server}  cluster ${uid} (pinned)  namespace ${target.namespace}  database ${target.database.name}`;
}
