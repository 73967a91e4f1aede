import { randomInt } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { IPodCondition } from "kubernetes-models/v1";
import { ApiError } from "../api-client.ts";
import { ConfigurationError } from "./configuration.ts";
import { ContainerRun } from "./container-run.ts";
import type { NodeContext } from "./node-context.ts";
import { type Container, now, type Pod } from "./pod.ts";
import { conditionsOf, phaseOf } from "./pod-status.ts";
import { prepareVolumes } from "./volumes.ts";

const RETRY_MS = 500;
const VOLUMES_RETRY_SECONDS = 2;
/** How many pods there have been. */
let count = 0;

/** Another node of this machine has most likely another one. */
const NODE_OCTET = randomInt(1, 255);

/**
 * Pods are on this machine's network. `told` leads nowhere, since endpoints may not name a loopback address; `own` is where
 * the pod is asked by the kubelet, and where nobody else listens.
 */
function nextAddress(): { readonly told: string; readonly own: string } {
  count++;
  const rest = `${count >> 8}.${count & 255}`;
  return { told: `10.244.${rest}`, own: `127.${NODE_OCTET}.${rest}` };
}

/** Answers after which nothing is gained by saying the same again. */
const FINAL = [404, 409, 422];

/** A pod that is bound to this node: its volumes, its containers, and what the API server is told about them. */
export class PodRun {
  readonly pod: Pod;
  readonly #node: NodeContext;
  readonly #folder: string;
  readonly #volumes = new Map<string, string>();
  readonly #init: readonly ContainerRun[];
  readonly #containers: readonly ContainerRun[];
  readonly #startTime = now();
  readonly #address = nextAddress();
  readonly #stopping = new AbortController();
  #conditions: IPodCondition[] = [];
  #isOver = false;
  #reported: Promise<void> = Promise.resolve();
  #deletion: Promise<void> | undefined;

  constructor(node: NodeContext, pod: Pod) {
    this.pod = pod;
    this.#node = node;
    this.#folder = join(node.folder, "pods", pod.metadata.uid);
    const { initContainers = [], containers, restartPolicy = "Always" } = pod.spec;
    const always = restartPolicy as "Always" | "OnFailure" | "Never";
    const untilDone = always === "Always" ? "OnFailure" : always;
    const reason = initContainers.length > 0 ? "PodInitializing" : "ContainerCreating";
    this.#init = initContainers.map((it) => this.#containerRun(it, untilDone, "PodInitializing"));
    this.#containers = containers.map((it) => this.#containerRun(it, always, reason));
  }

  /** Runs it until nothing of it is to be run any more. */
  async run(): Promise<void> {
    this.#report();
    await this.#mount();
    for (const container of this.#init) {
      await container.run();
      if (container.status.state?.terminated?.exitCode !== 0) return this.#end();
    }
    if (this.#stopping.signal.aborted) return;
    await Promise.all(this.#containers.map((container) => container.run()));
    this.#end();
  }

  /** Ends it in order within the grace it was deleted with, says how it ended, and lets the API server forget it. */
  delete(graceSeconds: number): Promise<void> {
    this.#deletion ??= this.#stopAndForget(graceSeconds);
    return this.#deletion;
  }

  /** Ends it at once; nobody is told. */
  async kill(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#init, ...this.#containers].map((container) => container.stop(0)));
  }

  container(name: string): ContainerRun | undefined {
    return [...this.#init, ...this.#containers].find(({ status }) => status.name === name);
  }

  #containerRun(container: Container, restarts: "Always" | "OnFailure" | "Never", reason: string): ContainerRun {
    const folder = join(this.#folder, "containers", container.name);
    const onChange = () => this.#report();
    const place = { node: this.#node, pod: this.pod, address: this.#address.own, volumes: this.#volumes, folder };
    return new ContainerRun({ ...place, container, restarts, onChange }, reason);
  }

  async #mount(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        mkdirSync(this.#folder, { recursive: true });
        const places = await prepareVolumes(this.#node, this.pod, join(this.#folder, "volumes"));
        for (const [name, place] of places) this.#volumes.set(name, place);
        return;
      } catch (error) {
        if (error instanceof ConfigurationError)
          this.#node.events.record(this.pod, "Warning", "FailedMount", error.message);
        else console.error(`volumes of ${this.pod.metadata.name}: ${error}`);
      }
      await pause(VOLUMES_RETRY_SECONDS * 1000, undefined, { signal }).catch(() => {});
    }
  }

  #end(): void {
    this.#isOver = true;
    this.#report();
  }

  async #stopAndForget(graceSeconds: number): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.#init, ...this.#containers].map((container) => container.stop(graceSeconds)));
    this.#end();
    await this.#reported;
    const { name, namespace, uid } = this.pod.metadata;
    const options = { apiVersion: "v1", kind: "DeleteOptions", gracePeriodSeconds: 0, preconditions: { uid } };
    await this.#insist(() => this.#node.api.request("DELETE", `/api/v1/namespaces/${namespace}/pods/${name}`, options));
  }

  /** In the background and in order; each report is of the moment it was asked for. */
  #report(): void {
    const parts = {
      init: this.#init.map(({ status }) => status),
      containers: this.#containers.map(({ status }) => status),
      isOver: this.#isOver,
    };
    this.#conditions = conditionsOf(parts, this.#conditions);
    const status = {
      phase: phaseOf(parts),
      conditions: this.#conditions,
      startTime: this.#startTime,
      hostIP: "127.0.0.1",
      hostIPs: [{ ip: "127.0.0.1" }],
      podIP: this.#address.told,
      podIPs: [{ ip: this.#address.told }],
      ...(parts.init.length > 0 ? { initContainerStatuses: parts.init } : {}),
      containerStatuses: parts.containers,
    };
    const { name, namespace, uid } = this.pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    const change = { metadata: { uid }, status };
    this.#reported = this.#reported.then(() =>
      this.#insist(() => this.#node.api.request("PATCH", path, change, "application/strategic-merge-patch+json")),
    );
  }

  /** Until it is done or refused: an API server may be away for a while. */
  async #insist(send: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await send();
        return;
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) console.error(`${this.pod.metadata.name}: ${error}`);
        if (error instanceof ApiError && FINAL.includes(error.status)) return;
      }
      await pause(RETRY_MS);
    }
  }
}
