import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { IContainerState, IContainerStatus } from "kubernetes-models/v1";
import { ConfigurationError } from "./configuration.ts";
import { ContainerLog } from "./container-log.ts";
import { environmentOf, expanded } from "./environment.ts";
import { findImage, type Image, notFoundMessage } from "./image.ts";
import type { NodeContext } from "./node-context.ts";
import { type Container, now, type Pod } from "./pod.ts";
import { probe } from "./probes.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

const LONGEST_BACK_OFF_SECONDS = 300;
const CONFIGURATION_RETRY_SECONDS = 2;

interface Setting {
  readonly node: NodeContext;
  readonly pod: Pod;
  /** Of the loopback network, and of this pod alone. */
  readonly address: string;
  readonly container: Container;
  readonly volumes: ReadonlyMap<string, string>;
  /** Where its runs leave their files. */
  readonly folder: string;
  readonly restarts: "Always" | "OnFailure" | "Never";
  /** Called after every change of the status. */
  readonly onChange: () => void;
}

/** A container of a pod, from its image to its last run; `status` is what the pod's status says of it at any moment. */
export class ContainerRun {
  readonly #setting: Setting;
  readonly #stopping = new AbortController();
  readonly #logs: ContainerLog[] = [];
  #sandbox: Sandbox | undefined;
  #state: IContainerState;
  #lastState: IContainerState = {};
  #restartCount = 0;
  #isReady = false;
  #isStarted = false;

  constructor(setting: Setting, waitingReason: string) {
    this.#setting = setting;
    this.#state = { waiting: { reason: waitingReason } };
  }

  get status(): IContainerStatus {
    const { container } = this.#setting;
    return {
      name: container.name,
      image: container.image ?? "",
      imageID: this.#logs.length > 0 ? `process://${container.image}` : "",
      ready: this.#isReady,
      started: this.#isStarted,
      restartCount: this.#restartCount,
      state: this.#state,
      lastState: this.#lastState,
      ...(this.#logs.length > 0
        ? { containerID: `process://${this.#setting.pod.metadata.uid}-${container.name}` }
        : {}),
    };
  }

  /** The log of its latest run, or of the one before. */
  log(isPrevious: boolean): ContainerLog | undefined {
    return this.#logs.at(isPrevious ? -2 : -1);
  }

  /** Runs it as often as it is to be run; resolves when it is not to be run again. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      for (let backOff = 0; ; backOff = backOff === 0 ? 10 : Math.min(backOff * 2, LONGEST_BACK_OFF_SECONDS)) {
        const exitCode = await this.#runOnce(await this.#pulled(signal), signal);
        const { restarts } = this.#setting;
        if (signal.aborted || restarts === "Never" || (restarts === "OnFailure" && exitCode === 0)) return;
        await this.#waitToRestart(backOff, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Ends it: the hook first, then a request, then by force when the time is over. */
  async stop(graceSeconds: number): Promise<void> {
    this.#stopping.abort();
    const sandbox = this.#sandbox;
    if (!sandbox || !(await sandbox.started) || this.#state.terminated) return;
    const { container } = this.#setting;
    if (graceSeconds > 0) this.#record("Normal", "Killing", `Stopping container ${container.name}`);
    const force = setTimeout(() => sandbox.signal("SIGKILL"), graceSeconds * 1000);
    const hook = container.lifecycle?.preStop?.exec?.command;
    if (hook && graceSeconds > 0) await sandbox.execute(hook);
    sandbox.signal("SIGTERM");
    await sandbox.ended;
    clearTimeout(force);
  }

  async #pulled(signal: AbortSignal): Promise<Image> {
    const { node, container } = this.#setting;
    const name = container.image ?? "";
    for (let backOff = 10; ; backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_SECONDS)) {
      const image = findImage(node.folder, name);
      if (image) return image;
      if (container.imagePullPolicy === "Never") {
        const missing = `Container image "${name}" is not present with pull policy of Never`;
        this.#wait("ErrImageNeverPull", missing);
        this.#record("Warning", "ErrImageNeverPull", missing);
      } else {
        const problem = notFoundMessage(name);
        this.#record("Normal", "Pulling", `Pulling image "${name}"`);
        this.#record("Warning", "Failed", `Failed to pull image "${name}": ${problem}`);
        this.#record("Warning", "Failed", "Error: ErrImagePull");
        this.#wait("ErrImagePull", problem);
        await pause(1000, undefined, { signal });
        this.#record("Normal", "BackOff", `Back-off pulling image "${name}"`);
        this.#record("Warning", "Failed", "Error: ImagePullBackOff");
        this.#wait("ImagePullBackOff", `Back-off pulling image "${name}": ErrImagePull: ${problem}`);
      }
      await pause(backOff * 1000, undefined, { signal });
    }
  }

  async #configured(signal: AbortSignal): Promise<Record<string, string>> {
    const { node, pod, container, address } = this.#setting;
    for (;;) {
      try {
        return { LAB_POD_ADDRESS: address, ...(await environmentOf(node, pod, container)) };
      } catch (error) {
        // Else the API server is away for a moment.
        if (error instanceof ConfigurationError) {
          this.#wait("CreateContainerConfigError", error.message);
          this.#record("Warning", "Failed", `Error: ${error.message}`);
        }
      }
      await pause(CONFIGURATION_RETRY_SECONDS * 1000, undefined, { signal });
    }
  }

  /** Returns the exit code. */
  async #runOnce(image: Image, signal: AbortSignal): Promise<number> {
    const { pod, container, volumes } = this.#setting;
    this.#record("Normal", "Pulled", `Container image "${container.image}" already present on machine`);
    const environment = await this.#configured(signal);
    const hosts = await this.#setting.node.names.hosts();
    signal.throwIfAborted();
    const command = [...(container.command ?? image.entrypoint ?? []), ...(container.args ?? [])];
    const folder = join(this.#setting.folder, String(this.#restartCount));
    mkdirSync(folder, { recursive: true });
    const log = new ContainerLog();
    this.#logs.push(log);
    const words = command.map((word) => expanded(word, environment));
    const sandbox = startSandbox({ pod, container, image, environment, command: words, volumes, hosts, folder, log });
    this.#sandbox = sandbox;
    const startedAt = now();
    this.#record("Normal", "Created", "Container created");
    const probing = new AbortController();
    if (await sandbox.started) {
      this.#record("Normal", "Started", "Container started");
      this.#change({ running: { startedAt } });
      this.#probe(image, sandbox, AbortSignal.any([probing.signal, signal]));
    }
    const end = await sandbox.ended;
    probing.abort();
    this.#isReady = false;
    this.#isStarted = false;
    if (end.reason === "StartError") this.#record("Warning", "Failed", `Error: ${end.message}`);
    const containerID = `process://${pod.metadata.uid}-${container.name}`;
    this.#change({ terminated: { ...end, startedAt, finishedAt: now(), containerID } });
    return end.exitCode;
  }

  #probe(image: Image, sandbox: Sandbox, signal: AbortSignal): void {
    const isReady = (ready: boolean) => {
      if (this.#isReady === ready) return;
      this.#isReady = ready;
      this.#setting.onChange();
    };
    const findings = {
      started: () => {
        this.#isStarted = true;
        this.#setting.onChange();
      },
      ready: isReady,
      unhealthy: (kind: string, message: string) =>
        this.#record("Warning", "Unhealthy", `${kind} probe failed: ${message}`),
      neverStarted: () => sandbox.signal("SIGKILL"),
    };
    const { startupProbe: _startup, readinessProbe: _readiness, ...unprobed } = this.#setting.container;
    const probed = image.readyWhenRunning ? unprobed : this.#setting.container;
    probe(probed, this.#setting.address, findings, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  async #waitToRestart(backOff: number, signal: AbortSignal): Promise<void> {
    this.#lastState = this.#state;
    const { container, pod } = this.#setting;
    if (backOff > 0) {
      const { name, namespace, uid } = pod.metadata;
      const message = `back-off ${backOff}s restarting failed container=${container.name} pod=${name}_${namespace}(${uid})`;
      this.#record(
        "Warning",
        "BackOff",
        `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`,
      );
      this.#wait("CrashLoopBackOff", message);
      await pause(backOff * 1000, undefined, { signal });
    }
    this.#restartCount++;
  }

  #wait(reason: string, message: string): void {
    this.#change({ waiting: { reason, message } });
  }

  #change(state: IContainerState): void {
    this.#state = state;
    this.#setting.onChange();
  }

  #record(type: "Normal" | "Warning", reason: string, message: string): void {
    const { node, pod, container } = this.#setting;
    node.events.record(pod, type, reason, message, container.name);
  }
}
