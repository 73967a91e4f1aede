import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeconfigChoice } from "../cluster/kubeconfig.ts";
import { UsageError } from "./usage-error.ts";

/** How a command was told to reach a cluster. */
export interface ConnectionOptions extends PlaceOptions {
  /** Seconds. */
  readonly timeout: number;
}

/** The same of a command that waits for one Job. */
export interface JobConnectionOptions extends PlaceOptions {
  /** Seconds; as long as the Job may take where there is none. */
  readonly timeout?: number;
}

interface PlaceOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
}

const MS_PER_SECOND = 1000;

/** How long a Job is waited for; undefined is as long as it may take. */
export function jobTimeoutMs({ timeout }: JobConnectionOptions): number | undefined {
  return timeout === undefined ? undefined : timeout * MS_PER_SECOND;
}

/** One file alone: two that are merged might name two clusters by one name. Throws UsageError. */
export function kubeconfigChoice(
  { kubeconfig, context }: PlaceOptions,
  targetContext: string | null,
): KubeconfigChoice {
  const listed = (process.env.KUBECONFIG ?? "").split(":").filter((path) => path !== "");
  if (kubeconfig === undefined && listed.length > 1) {
    throw new UsageError(`KUBECONFIG names ${listed.length} files, and one is used; name it with --kubeconfig`);
  }
  const file = kubeconfig ?? listed[0] ?? join(homedir(), ".kube", "config");
  return { file, context: context ?? targetContext ?? undefined };
}
