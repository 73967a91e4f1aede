import type { ApiClient } from "../api-client.ts";
import { now, type Pod } from "./pod.ts";

/** Writes events about pods as the kubelet does: one that repeats is counted, not written again. */
export class Events {
  readonly #api: ApiClient;
  readonly #node: string;
  readonly #counts = new Map<string, { readonly name: string; count: number }>();
  #last: Promise<void> = Promise.resolve();

  constructor(api: ApiClient, node: string) {
    this.#api = api;
    this.#node = node;
  }

  /** Written in the background, in this order. A container's events name it by its field path. */
  record(pod: Pod, type: "Normal" | "Warning", reason: string, message: string, container?: string): void {
    this.#last = this.#last
      .then(() => this.#write(pod, type, reason, message, container))
      .catch((error: unknown) => console.error(`event ${reason}: ${error}`));
  }

  async #write(pod: Pod, type: string, reason: string, message: string, container?: string): Promise<void> {
    const { name, namespace, uid } = pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/events`;
    const key = JSON.stringify([uid, reason, message, container]);
    const known = this.#counts.get(key);
    if (known) {
      known.count++;
      const change = { count: known.count, lastTimestamp: now() };
      await this.#api.request("PATCH", `${path}/${known.name}`, change, "application/merge-patch+json");
      return;
    }
    const event = {
      name: `${name}.${(BigInt(Date.now()) * 1_000_000n + BigInt(this.#counts.size)).toString(16)}`,
      count: 1,
    };
    this.#counts.set(key, event);
    await this.#api.request("POST", path, {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: event.name, namespace },
      involvedObject: {
        apiVersion: "v1",
        kind: "Pod",
        name,
        namespace,
        uid,
        ...(container === undefined ? {} : { fieldPath: `spec.containers{${container}}` }),
      },
      type,
      reason,
      message,
      count: event.count,
      firstTimestamp: now(),
      lastTimestamp: now(),
      source: { component: "kubelet", host: this.#node },
      reportingComponent: "kubelet",
      reportingInstance: this.#node,
    });
  }
}
