import type { Cluster } from "../cluster/api-call.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { applyObject } from "../cluster/objects.ts";
import { kubernetesObject, labelsOf } from "../project/kubernetes-object.ts";

export const RECEIPTS_NAME = "actcore-receipts";
const RECEIPTS_KEY = "receipts.json";
const KEPT_RECEIPTS = 10;

/**
 * What one sync has come to. It is written as `pending` before its Job is created, so that a sync which is killed is
 * taken up again, and not repeated.
 */
export interface Receipt {
  /** Counts from 1. */
  readonly number: number;
  readonly outcome: "pending" | "ok" | "failed" | "unknown";
  /** The first ten digits of the projection's hash, as in the Job's name. */
  readonly hash: string;
  readonly job: string;
  /** RFC 3339, by the API server's clock. */
  readonly at: string;
  readonly who: string;
  /** Null where the project is in no git repository. */
  readonly commit: string | null;
  /** The working tree was synced, and not the commit. */
  readonly is_dirty: boolean;
  readonly activities: number;
  /** The ConfigMaps with the definitions. */
  readonly shards: readonly string[];
  /** What actcore-sync did, by its actions. */
  readonly counts?: Readonly<Record<string, number>>;
}

/** The receipts of a namespace, the oldest first; what cannot be read counts as none. */
export function readReceipts(configMap: LiveObject | undefined): readonly Receipt[] {
  try {
    const value: unknown = JSON.parse(configMap?.data?.[RECEIPTS_KEY] ?? "[]");
    return Array.isArray(value) ? value.filter(isReceipt) : [];
  } catch {
    return [];
  }
}

/** Whether a value has what is decided by; anybody may have edited it. */
function isReceipt(value: unknown): value is Receipt {
  const { outcome, hash, job, shards } = (value ?? {}) as Partial<Receipt>;
  return OUTCOMES.has(outcome) && typeof hash === "string" && typeof job === "string" && Array.isArray(shards);
}

const OUTCOMES: ReadonlySet<unknown> = new Set<Receipt["outcome"]>(["pending", "ok", "failed", "unknown"]);

/** The receipts with one more, or with one of the same number replaced; the last ten are kept. */
export function withReceipt(receipts: readonly Receipt[], receipt: Receipt): readonly Receipt[] {
  return [...receipts.filter(({ number }) => number !== receipt.number), receipt].slice(-KEPT_RECEIPTS);
}

export async function writeReceipts(cluster: Cluster, namespace: string, receipts: readonly Receipt[]): Promise<void> {
  const labels = labelsOf(RECEIPTS_NAME, "receipts");
  const configMap = kubernetesObject(
    { apiVersion: "v1", kind: "ConfigMap", name: RECEIPTS_NAME, namespace, labels },
    { data: { [RECEIPTS_KEY]: JSON.stringify(receipts, null, 1) } },
  );
  await applyObject(cluster, configMap, { isForced: true });
}

/** Whether a projection was synced before the one that is current now. */
export function isOlder(hash: string, receipts: readonly Receipt[]): boolean {
  const synced = receipts.filter(({ outcome }) => outcome !== "failed").map((receipt) => receipt.hash);
  return synced.includes(hash) && synced.at(-1) !== hash;
}

const KEPT_GENERATIONS = 3;

/** The shards of a projection that is about to be synced, and of the two others that were synced last. */
export function keptShards(
  receipts: readonly Receipt[],
  current: { readonly hash: string; readonly shards: readonly string[] },
): ReadonlySet<string> {
  const generations = new Map<string, readonly string[]>();
  for (const { hash, shards } of [...receipts.filter(({ outcome }) => outcome !== "failed"), current]) {
    generations.delete(hash);
    generations.set(hash, shards);
  }
  return new Set([...generations.values()].slice(-KEPT_GENERATIONS).flat());
}
