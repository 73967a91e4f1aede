import type { IContainerStatus, IPodCondition } from "kubernetes-models/v1";
import { now } from "./pod.ts";

interface Parts {
  readonly init: readonly IContainerStatus[];
  readonly containers: readonly IContainerStatus[];
  /** Nothing is started any more. */
  readonly isOver: boolean;
}

export type Phase = "Pending" | "Running" | "Succeeded" | "Failed";

const exitCodeOf = ({ state }: IContainerStatus) => state?.terminated?.exitCode;

export function phaseOf({ init, containers, isOver }: Parts): Phase {
  if (isOver) return containers.every((it) => exitCodeOf(it) === 0) ? "Succeeded" : "Failed";
  const wasStarted = ({ state, lastState }: IContainerStatus) => !state?.waiting || lastState?.terminated !== undefined;
  const initialized = init.every((it) => exitCodeOf(it) === 0);
  return initialized && containers.every(wasStarted) ? "Running" : "Pending";
}

/** The conditions that a kubelet sets; a time of change stays where the status does. */
export function conditionsOf(parts: Parts, before: readonly IPodCondition[]): IPodCondition[] {
  const initialized = parts.init.every((it) => exitCodeOf(it) === 0);
  const ready = !parts.isOver && parts.containers.every((it) => it.ready);
  const phase = phaseOf(parts);
  const done = parts.isOver ? { reason: phase === "Succeeded" ? "PodCompleted" : "PodFailed" } : {};
  const notReady = parts.containers.filter((it) => !it.ready).map((it) => it.name);
  const why = {
    reason: "ContainersNotReady",
    message: `containers with unready status: [${notReady.join(" ")}]`,
    ...done,
  };
  const wanted: Omit<IPodCondition, "lastTransitionTime">[] = [
    { type: "Initialized", status: initialized ? "True" : "False" },
    { type: "ContainersReady", status: ready ? "True" : "False", ...(ready ? {} : why) },
    { type: "Ready", status: ready ? "True" : "False", ...(ready ? {} : why) },
  ];
  return wanted.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    const lastTransitionTime = old?.status === condition.status ? (old.lastTransitionTime ?? now()) : now();
    return { ...condition, lastTransitionTime };
  });
}
