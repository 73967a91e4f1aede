import { ApiProblem } from "../cluster/api-problem.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { createObject, getObject, replaceObject } from "../cluster/objects.ts";
import { labelsOf } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { type Operation, serverTimestamp } from "./operation.ts";
import { OperationStop } from "./operation-stop.ts";

export const LEASE_NAME = "actcore-sync";

/** Longer than a call may take with its retries, so that a slow API server takes no lock away. */
const LEASE_SECONDS = 90;
const RENEW_AFTER_MS = 20_000;
const MS_PER_SECOND = 1000;

/** The lock that one operation at a time has on a target's namespace. */
export interface Lock {
  /** Renews the Lease when that is due. Throws OperationStop where somebody else has it now. */
  keep(): Promise<void>;
  /** Renews it at once, before a write that must not meet another operation's. */
  prove(): Promise<void>;
  /** Gives it up; says nothing where that fails, since it expires by itself. */
  release(): Promise<void>;
}

export interface LockRequest {
  /** `user@host:pid#run`: who works, and what tells two runs apart. */
  readonly holder: string;
  /** The command that asks for it, as its user would repeat it. */
  readonly command: string;
  /** Takes the Lease from whoever holds it. */
  readonly isBroken: boolean;
  /** Whether a holder is a process of this machine that has ended. */
  readonly isGone: (holder: string) => boolean;
}

export interface LeaseObject extends LiveObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

/** Takes the Lease of a target. Throws OperationStop where another operation holds it. */
export async function takeLock(operation: Operation, request: LockRequest): Promise<Lock> {
  let lease = await acquire(operation, request);
  let renewedAt = operation.clock.now();
  const renew = async () => {
    lease = await rewrite(operation, lease, request);
    renewedAt = operation.clock.now();
  };
  return {
    keep: async () => {
      if (operation.clock.now() - renewedAt >= RENEW_AFTER_MS) await renew();
    },
    prove: renew,
    release: async () => {
      const spec = { ...lease.spec, holderIdentity: "", leaseDurationSeconds: 1 };
      await replaceObject(operation.cluster, "Lease", { ...lease, spec }).catch(() => undefined);
    },
  };
}

async function acquire(operation: Operation, request: LockRequest): Promise<LeaseObject> {
  const { cluster, target } = operation;
  const found: LeaseObject | undefined = await getObject(cluster, "Lease", target.namespace, LEASE_NAME);
  if (!found) return await createLease(operation, request);
  const holder = found.spec?.holderIdentity ?? "";
  const isFree = holder === "" || isExpired(found, cluster.serverTime()) || request.isGone(holder);
  if (!isFree && !request.isBroken) throw lockedBy(found, operation, request);
  try {
    const lease = await replaceObject(cluster, "Lease", held(found, operation, request.holder));
    if (holder !== "") operation.progress.detail(`took over the lock of ${holder}, which did not release it`);
    return lease;
  } catch (error) {
    // Somebody was faster, or this very call was repeated after its answer was lost.
    return await ownAfterConflict(error, operation, request);
  }
}

async function createLease(operation: Operation, request: LockRequest): Promise<LeaseObject> {
  const { cluster, target } = operation;
  const lease: KubernetesObject = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: LEASE_NAME, namespace: target.namespace, labels: labelsOf(LEASE_NAME, "sync"), annotations: {} },
    spec: leaseSpec(operation, request.holder, serverTimestamp(operation), 0),
  };
  try {
    return await createObject(cluster, lease);
  } catch (error) {
    return await ownAfterConflict(error, operation, request);
  }
}

async function rewrite(operation: Operation, lease: LeaseObject, request: LockRequest): Promise<LeaseObject> {
  const { acquireTime, leaseTransitions = 0 } = lease.spec ?? {};
  const spec = leaseSpec(operation, request.holder, acquireTime ?? serverTimestamp(operation), leaseTransitions);
  try {
    return await replaceObject(operation.cluster, "Lease", { ...lease, spec });
  } catch (error) {
    return await ownAfterConflict(error, operation, request);
  }
}

function held(found: LeaseObject, operation: Operation, holder: string): LeaseObject {
  const transitions = (found.spec?.leaseTransitions ?? 0) + 1;
  return { ...found, spec: leaseSpec(operation, holder, serverTimestamp(operation), transitions) };
}

function leaseSpec(operation: Operation, holderIdentity: string, acquireTime: string, leaseTransitions: number) {
  const renewTime = microTime(serverTimestamp(operation));
  return {
    holderIdentity,
    leaseDurationSeconds: LEASE_SECONDS,
    acquireTime: microTime(acquireTime),
    renewTime,
    leaseTransitions,
  };
}

/** The API's MicroTime has six digits behind the point. */
function microTime(timestamp: string): string {
  return timestamp.replace(/(?:\.\d+)?Z$/, (fraction) => `.${fraction.slice(1, -1).padEnd(6, "0")}Z`);
}

async function ownAfterConflict(error: unknown, operation: Operation, request: LockRequest): Promise<LeaseObject> {
  const { cluster, target } = operation;
  // Where no answer came, the Lease itself tells who has it.
  const isTelling = error instanceof ApiProblem && !["forbidden", "unauthorized", "invalid"].includes(error.reason);
  if (!isTelling) throw error;
  const found: LeaseObject | undefined = await getObject(cluster, "Lease", target.namespace, LEASE_NAME);
  if (found?.spec?.holderIdentity === request.holder) return found;
  if (found) throw lockedBy(found, operation, request);
  if (error.reason !== "not-found" && error.reason !== "conflict") throw error;
  throw new OperationStop("locked", "the Lease was deleted by somebody while it was held here", {
    next: request.command,
  });
}

export function isExpired({ spec }: LeaseObject, now: number): boolean {
  const renewed = Date.parse(spec?.renewTime ?? "");
  return Number.isNaN(renewed) || renewed + (spec?.leaseDurationSeconds ?? 0) * MS_PER_SECOND < now;
}

function lockedBy({ spec }: LeaseObject, { cluster, target }: Operation, { command }: LockRequest): OperationStop {
  const { holderIdentity: holder = "", leaseDurationSeconds = 0, renewTime = "" } = spec ?? {};
  const left = Math.ceil(
    (Date.parse(renewTime) + leaseDurationSeconds * MS_PER_SECOND - cluster.serverTime()) / MS_PER_SECOND,
  );
  return new OperationStop("locked", `locked by ${holder.split("#")[0]} since ${spec?.acquireTime ?? "?"}`, {
    why: `the Lease ${LEASE_NAME} in namespace ${target.namespace} was renewed at ${renewTime} and ends in ${Math.max(left, 0)} s unless it is renewed again`,
    next: `wait for it; if that process is gone for certain: ${command} --break-lock`,
  });
}
