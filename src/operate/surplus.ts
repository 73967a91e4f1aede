import type { LiveObject } from "../cluster/live-object.ts";
import { PROJECTED_KINDS } from "../cluster/resources.ts";
import { isOwned } from "../project/kubernetes-object.ts";
import { hashOfJob } from "./job-choice.ts";
import { component, type LiveState } from "./live-state.ts";
import { type ProjectedTarget, shardNames } from "./projected-target.ts";
import { keptShards } from "./receipts.ts";

/** An object that is ours and belongs to no projection any more. */
export interface SurplusObject {
  readonly kind: (typeof PROJECTED_KINDS)[number];
  readonly live: LiveObject;
}

/** What a sync prunes: all of ours that is not wanted, but for the receipts and the shards of the last generations. */
export function surplusObjects(
  { byKind, receipts }: LiveState,
  { objects, job }: Pick<ProjectedTarget, "objects" | "job">,
): readonly SurplusObject[] {
  const wanted = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
  const shards = keptShards(receipts, { hash: hashOfJob(job.metadata.name), shards: shardNames(objects) });
  return PROJECTED_KINDS.flatMap((kind) =>
    [...(byKind.get(kind)?.values() ?? [])]
      .filter(({ metadata }) => isOwned(metadata.labels) && !wanted.has(`${kind} ${metadata.name}`))
      .filter(({ metadata }) => component(metadata.labels) !== "receipts" && !shards.has(metadata.name))
      .map((live) => ({ kind, live })),
  );
}
