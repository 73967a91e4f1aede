import { jobState } from "../cluster/job-state.ts";
import type { LiveState } from "./live-state.ts";
import { isOlder, RECEIPTS_NAME, type Receipt } from "./receipts.ts";

/**
 * What the receipts say of the database. `current`: it has these manifests. `behind`: it has others, which are older or
 * not known. `ahead`: these were synced before, and others after them. `pending`: a sync is under way, or was cut off.
 * `failed`, `unknown`: so the last sync ended. `none`: there is no receipt. `unreadable`: none can be read. `unread`:
 * the ConfigMaps were not read.
 */
export interface DatabaseState {
  readonly kind: "current" | "behind" | "ahead" | "pending" | "failed" | "unknown" | "none" | "unreadable" | "unread";
  /** The last one. */
  readonly receipt?: Receipt;
  /** Whether the last one is of these manifests. */
  readonly isOwn?: boolean;
  /** The last one before it that was proved: what the database had then. */
  readonly before?: Receipt;
  /** Where the last one's Job stands, if what it did is not proved; `unread` where no Jobs were read. */
  readonly job?: JobStanding;
}

export type JobStanding = ReturnType<typeof jobState>["kind"] | "gone" | "unread";

/** What is known of the database, by the receipts and the Jobs; `hash` is that of the manifests. */
export function databaseState(live: LiveState, hash: string, areJobsRead: boolean): DatabaseState {
  const configMaps = live.byKind.get("ConfigMap");
  if (!configMaps) return { kind: "unread" };
  const { receipts } = live;
  const receipt = receipts.at(-1);
  if (!receipt) return { kind: configMaps.has(RECEIPTS_NAME) ? "unreadable" : "none" };
  const isOwn = receipt.hash === hash;
  const before = receipts.slice(0, -1).findLast(({ outcome }) => outcome === "ok");
  const known = { receipt, isOwn, ...(before ? { before } : {}) };
  if (receipt.outcome !== "ok") return { ...known, kind: receipt.outcome, job: standing(live, receipt, areJobsRead) };
  if (isOwn) return { ...known, kind: "current" };
  return { ...known, kind: isOlder(hash, receipts) ? "ahead" : "behind" };
}

function standing({ jobs }: LiveState, { job: name }: Receipt, areJobsRead: boolean): JobStanding {
  const job = jobs.find(({ metadata }) => metadata.name === name);
  if (job) return jobState(job).kind;
  return areJobsRead ? "gone" : "unread";
}
