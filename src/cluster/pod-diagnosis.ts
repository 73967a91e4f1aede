import type { LiveObject } from "./live-object.ts";

/** Why a pod does not run, or how it ended, as Kubernetes tells it. */
export interface PodDiagnosis {
  readonly pod: string;
  /** `stuck` pods will not start by themselves; `starting` ones may; the others are told by their name. */
  readonly kind: "starting" | "stuck" | "running" | "succeeded" | "failed";
  /** Such as ErrImagePull, Unschedulable, OOMKilled, Error. */
  readonly reason: string;
  readonly message: string;
  readonly image: string;
  readonly exitCode: number | undefined;
  /** What the container left at its end; at most 4,096 bytes by Kubernetes. */
  readonly terminationMessage: string;
  /** The node has written a log. */
  readonly hasLog: boolean;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: object;
  readonly terminated?: { readonly reason?: string; readonly message?: string; readonly exitCode?: number };
}

interface PodParts {
  readonly spec?: { readonly containers?: readonly { readonly name: string; readonly image: string }[] };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly { type: string; status: string; reason?: string; message?: string }[];
    readonly containerStatuses?: readonly { readonly state?: ContainerState; readonly lastState?: ContainerState }[];
  };
}

/** What a container waits for that comes about by itself, and is no reason to worry. */
const ORDINARY_WAITS: ReadonlySet<string> = new Set(["", "ContainerCreating", "PodInitializing"]);

/** What is known of a pod with a single container. */
export function diagnosePod(pod: LiveObject): PodDiagnosis {
  const { spec, status } = pod as LiveObject & PodParts;
  const container = status?.containerStatuses?.[0];
  const { waiting, running, terminated = container?.lastState?.terminated } = container?.state ?? {};
  const unscheduled = status?.conditions?.find((it) => it.type === "PodScheduled" && it.status === "False");
  const common = {
    pod: pod.metadata.name,
    image: spec?.containers?.[0]?.image ?? "",
    exitCode: terminated?.exitCode,
    terminationMessage: terminated?.message ?? "",
    hasLog: running !== undefined || terminated !== undefined,
  };
  const told = (kind: PodDiagnosis["kind"], reason = "", message = "") => ({ ...common, kind, reason, message });
  if (status?.phase === "Succeeded") return told("succeeded", terminated?.reason, "");
  if (status?.phase === "Failed")
    return told("failed", terminated?.reason ?? status.reason ?? "Failed", status.message ?? "");
  if (running) return told("running");
  if (unscheduled) return told("stuck", unscheduled.reason ?? "Unschedulable", unscheduled.message);
  if (waiting && !ORDINARY_WAITS.has(waiting.reason ?? "")) return told("stuck", waiting.reason, waiting.message);
  return told("starting", waiting?.reason, waiting?.message);
}

/** An event of Kubernetes, in short. */
export interface ClusterEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** Kind and name of what it is about. */
  readonly about: string;
}

/** Events as they are told: warnings alone, each message once, the newest last. */
export function warnings(events: readonly LiveObject[]): ClusterEvent[] {
  const told = new Map<string, ClusterEvent>();
  for (const event of events as readonly (LiveObject & EventParts)[]) {
    if (event.type !== "Warning") continue;
    const { reason = "", message = "", involvedObject: about } = event;
    told.delete(message);
    told.set(message, { type: event.type, reason, message, about: `${about?.kind} ${about?.name}` });
  }
  return [...told.values()];
}

interface EventParts {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}
