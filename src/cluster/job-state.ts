import type { LiveObject } from "./live-object.ts";

/** Where a Job stands, by its conditions. */
export type JobState =
  | { readonly kind: "running" | "suspended" | "complete" }
  | { readonly kind: "failed"; readonly reason: string; readonly message: string };

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export function jobState(job: LiveObject): JobState {
  const { spec, status } = job as LiveObject & {
    readonly spec?: { readonly suspend?: boolean };
    readonly status?: { readonly conditions?: readonly Condition[] };
  };
  const holds = (type: string) => status?.conditions?.find((it) => it.type === type && it.status === "True");
  if (holds("Complete")) return { kind: "complete" };
  const failed = holds("Failed");
  if (failed) return { kind: "failed", reason: failed.reason ?? "", message: failed.message ?? "" };
  return { kind: spec?.suspend ? "suspended" : "running" };
}

/** Whether a Job may still start a pod or have one. */
export function isUnfinished(job: LiveObject): boolean {
  return jobState(job).kind === "running";
}
