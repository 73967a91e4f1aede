import type { Cluster } from "../cluster/api-call.ts";
import type { LiveObject } from "../cluster/live-object.ts";
import { listObjects } from "../cluster/objects.ts";
import { type Kind, PROJECTED_KINDS } from "../cluster/resources.ts";
import { activitiesIn } from "../emit/file-difference.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import { INDEX_KEY, INDEX_NAME } from "../project/definition-config-maps.ts";
import { COMPONENT_LABEL, OWNER_SELECTOR } from "../project/kubernetes-object.ts";
import { RECEIPTS_NAME, type Receipt, readReceipts } from "./receipts.ts";

/** What a target's namespace has of ours: the objects by kind and name, read at one time. */
export interface LiveState {
  readonly byKind: ReadonlyMap<Kind, ReadonlyMap<string, LiveObject>>;
  /** The sync Jobs, running and ended. */
  readonly jobs: readonly LiveObject[];
  readonly receipts: readonly Receipt[];
}

/** Reads everything that this program has put into a namespace, by its labels: one call a kind. */
export async function readLiveState(cluster: Cluster, namespace: string): Promise<LiveState> {
  const list = async (kind: Kind) =>
    [kind, await listObjects(cluster, kind, namespace, { labelSelector: OWNER_SELECTOR })] as const;
  const [jobs, ...lists] = await Promise.all([list("Job"), ...PROJECTED_KINDS.map(list)]);
  return liveState([...lists, jobs]);
}

/** The same from lists that are at hand. */
export function liveState(lists: readonly (readonly [Kind, readonly LiveObject[]])[]): LiveState {
  const byKind = new Map(
    lists.map(([kind, objects]) => [kind, new Map(objects.map((object) => [object.metadata.name, object]))]),
  );
  const jobs = [...(byKind.get("Job")?.values() ?? [])].filter(({ metadata }) => component(metadata.labels) === "sync");
  byKind.delete("Job");
  return { byKind, jobs, receipts: readReceipts(byKind.get("ConfigMap")?.get(RECEIPTS_NAME)) };
}

export function component(labels: Readonly<Record<string, string>> | undefined): string | undefined {
  return labels?.[COMPONENT_LABEL];
}

/** The activities that the cluster's index points to, by id; those of older generations' shards are not among them. */
export function liveActivities({ byKind }: LiveState): ReadonlyMap<string, CompiledActivity> {
  const configMaps = byKind.get("ConfigMap");
  const names = new Set(shardsInIndex(configMaps?.get(INDEX_NAME)));
  const shards = [...(configMaps?.values() ?? [])].filter(({ metadata }) => names.has(metadata.name));
  return activitiesIn(shards.map((shard) => ({ ...shard, kind: "ConfigMap" })));
}

/** The names of the shards that an index points to; none where it cannot be read. */
function shardsInIndex(index: LiveObject | undefined): readonly string[] {
  try {
    const { shards } = JSON.parse(index?.data?.[INDEX_KEY] ?? "{}") as { shards?: readonly { name: string }[] };
    return (shards ?? []).map(({ name }) => name);
  } catch {
    return [];
  }
}
