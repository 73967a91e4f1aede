import type { Change } from "../cluster/change-set.ts";
import type { Target } from "../model/target.ts";
import { isShardName } from "../project/definition-config-maps.ts";
import { hashOfJob } from "./job-choice.ts";
import { OperationStop } from "./operation-stop.ts";
import type { SyncPlan } from "./plan.ts";
import { isPausedOnly, type ProjectedTarget } from "./projected-target.ts";
import { isOlder } from "./receipts.ts";

/** Beyond this part of the activities a removal has to be acknowledged by its number; one activity always may go. */
const FREE_REMOVALS = 0.1;

export interface Allowances {
  /** As many activities may be removed. */
  readonly removal: number | undefined;
  /** A projection that was replaced by another one may come back. */
  readonly isRollback: boolean;
}

/** Refuses what nobody wants by accident. Throws OperationStop; nothing has been written then. */
export function guardPlan(plan: SyncPlan, projected: ProjectedTarget, allowed: Allowances): void {
  guardRemoval(plan, projected.target, allowed.removal);
  if (!allowed.isRollback && isRollback(plan, projected) && !isOnlyPausing(plan)) {
    const last = plan.live.receipts.at(-1);
    throw new OperationStop("refused", "this projection is older than the one that was synced last", {
      why: `the receipts name it before number ${last?.number} of ${last?.at}, by ${last?.who}`,
      state: "nothing was written",
      next: `check out the newest commit; or bring the older one back with: actdef sync ${projected.target.name} --allow-rollback`,
    });
  }
}

/** Whether this projection was current before another one. */
export function isRollback({ live }: SyncPlan, { job }: ProjectedTarget): boolean {
  return isOlder(hashOfJob(job.metadata.name), live.receipts);
}

function guardRemoval(
  { activities, liveActivityCount }: SyncPlan,
  { name }: Target,
  allowed: number | undefined,
): void {
  const removed = activities.filter(({ kind }) => kind === "removed");
  const isEmptied = liveActivityCount > 0 && removed.length === liveActivityCount;
  const free = isEmptied ? 0 : Math.max(1, Math.floor(liveActivityCount * FREE_REMOVALS));
  if (removed.length <= Math.max(free, allowed ?? 0)) return;
  const MAX_TOLD = 10;
  const told = removed.slice(0, MAX_TOLD).map(({ id }) => id);
  if (removed.length > MAX_TOLD) told.push(`… and ${removed.length - MAX_TOLD} more`);
  throw new OperationStop("refused", `${removed.length} of ${liveActivityCount} activities would be retired`, {
    event: told,
    why: isEmptied ? "the projection would lose every activity that the cluster has" : "so many are seldom meant",
    state: "nothing was written",
    next: `if it is meant: actdef sync ${name} --allow-removal ${removed.length}`,
  });
}

/** Stopping what runs is never refused for being older. */
function isOnlyPausing({ activities, changes }: SyncPlan): boolean {
  const isOfDefinitions = ({ kind, name }: Change) =>
    kind === "Job" || (kind === "ConfigMap" && (isShardName(name) || name === "actcore-definitions"));
  const others = changes.filter((change) => change.action !== "unchanged" && !isOfDefinitions(change));
  return others.length === 0 && activities.length > 0 && activities.every(isPausedOnly);
}

/** What a person has to be told before saying yes: what begins to run, and where calls go from now on. */
export interface Callouts {
  readonly unpaused: readonly string[];
  readonly paused: readonly string[];
  readonly retired: readonly string[];
  /** Such as "STATE_HUB_URL: http://a:8000 -> http://b:8000". */
  readonly hosts: readonly string[];
  /** Objects that are deleted, shards of older generations left out. */
  readonly pruned: readonly string[];
}

export function callouts({ activities, changes }: SyncPlan): Callouts {
  const turned = (to: boolean) =>
    activities.filter(({ kind, fields, activity }) => {
      if (kind === "added") return to && activity.enabled;
      return kind === "changed" && fields.some(({ field, after }) => field === "enabled" && after === to);
    });
  return {
    unpaused: turned(true).map(({ id }) => id),
    paused: turned(false).map(({ id }) => id),
    retired: activities.filter(({ kind }) => kind === "removed").map(({ id }) => id),
    hosts: changes.flatMap(changedHosts),
    pruned: changes
      .filter(({ action, name }) => action === "prune" && !isShardName(name))
      .map(({ kind, name }) => `${kind} ${name}`),
  };
}

/** Names of services in the environment, and the upstreams of bridges. */
function changedHosts({ kind, action, fields }: Change): string[] {
  if (kind !== "ConfigMap" || action !== "configure") return [];
  return fields.flatMap(({ field, before, after }) => {
    const variable = /^data\.([A-Z][A-Z0-9_]*(?:URL|ADDRESS))$/.exec(field)?.[1];
    if (variable) return [`${variable}: ${before} -> ${after}`];
    const [old, now] = [upstreamIn(before), upstreamIn(after)];
    return old !== now ? [`upstream: ${old} -> ${now}`] : [];
  });
}

function upstreamIn(configuration: unknown): string | undefined {
  const MARK = "set $upstream ";
  const line = String(configuration)
    .split("\n")
    .find((text) => text.trimStart().startsWith(MARK));
  return line?.trim().slice(MARK.length).replace(";", "");
}

/** Whether a plain yes is not enough: something is removed, or what runs is stopped. */
export function needsTypedName({ paused, retired, pruned }: Callouts): boolean {
  return paused.length + retired.length + pruned.length > 0;
}
