import { ApiProblem } from "../cluster/api-problem.ts";
import { getObject } from "../cluster/objects.ts";
import { isExpired, LEASE_NAME, type LeaseObject } from "./lock.ts";
import type { Operation } from "./operation.ts";

/** Who works on a target right now. */
export interface LockHolder {
  /** `user@host:pid`. */
  readonly who: string;
  /** RFC 3339. */
  readonly since: string;
}

/** Who holds the lock of a target's namespace; undefined where nobody does, or where that may not be read. */
export async function lockHolder({ cluster, target }: Pick<Operation, "cluster" | "target">) {
  try {
    const lease: LeaseObject | undefined = await getObject(cluster, "Lease", target.namespace, LEASE_NAME);
    return lease && holderOf(lease, cluster.serverTime());
  } catch (error) {
    if (error instanceof ApiProblem && error.reason === "forbidden") return undefined;
    throw error;
  }
}

function holderOf(lease: LeaseObject, now: number): LockHolder | undefined {
  const { holderIdentity: holder = "", acquireTime: since = "" } = lease.spec ?? {};
  const [who = ""] = holder.split("#");
  return who === "" || isExpired(lease, now) ? undefined : { who, since };
}
