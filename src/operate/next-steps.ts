import type { Target } from "../model/target.ts";
import { dumpCommand } from "./dump.ts";
import type { LockHolder } from "./lock-holder.ts";
import type { Status } from "./status.ts";

export interface StepsQuestion {
  readonly status: Status;
  readonly target: Pick<Target, "name" | "namespace">;
  /** Who syncs right now. */
  readonly holder: LockHolder | undefined;
  /** The working tree is not the commit, so that a sync refuses it. */
  readonly isDirty: boolean;
}

/** What to do about a status, in this order; nothing where all is in sync. */
export function nextSteps({ status, target, holder, isDirty }: StepsQuestion): readonly string[] {
  const { name, namespace } = target;
  if (status.isInSync) return [];
  if (holder)
    return [`wait for ${holder.who}, who syncs since ${holder.since}, then look again: actdef status ${name}`];
  const { stale, objects, rollouts, unread, database } = status;
  const isPending = database.kind === "pending" && database.isOwn && database.job === "running";
  if (stale.length === 0 && isPending) return [`actdef sync ${name} --attach`];
  const tampered = objects.filter(({ isImmutable }) => isImmutable).map((it) => it.name);
  const isSyncNeeded = stale.length + objects.length + status.activities.length > 0 || !isSettled(status);
  const steps = [
    ...failureSteps(status, namespace),
    ...(stale.length > 0 ? ["actdef compile"] : []),
    ...(isSyncNeeded && (stale.length > 0 || isDirty) ? ["commit the definitions and their manifests"] : []),
    ...(tampered.length > 0 ? [`kubectl delete configmap ${tampered.join(" ")} -n ${namespace}`] : []),
    ...(isSyncNeeded ? syncSteps(status, name) : []),
    ...(isSyncNeeded ? [] : rollouts.map((it) => `kubectl rollout status deployment/${it.name} -n ${namespace}`)),
    ...(Object.keys(unread).length > 0 ? [`dump all that is compared: ${dumpCommand(namespace)}`] : []),
  ];
  return steps;
}

/** A Job that did not bring what it should says itself why. */
function failureSteps({ database: { kind, job, receipt } }: Status, namespace: string): string[] {
  const isOver = kind === "failed" || kind === "unknown" || job === "failed";
  const isThere = job !== undefined && job !== "gone" && job !== "unread";
  return isOver && isThere ? [`see why: kubectl logs job/${receipt?.job} -n ${namespace}`] : [];
}

/** Whether the database needs no sync, as far as is known. */
function isSettled({ database }: Status): boolean {
  return database.kind === "current" || database.kind === "unread";
}

function syncSteps({ database }: Status, name: string): string[] {
  if (database.kind !== "ahead") return [`actdef sync ${name}`];
  const { commit } = database.receipt ?? {};
  return [
    commit ? `check out commit ${commit}, which was synced last, and look again` : "check out what was synced last",
    `or bring these older manifests back: actdef sync ${name} --allow-rollback`,
  ];
}
