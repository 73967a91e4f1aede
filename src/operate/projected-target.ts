import { type ActivityDifference, activitiesIn } from "../emit/file-difference.ts";
import { sha256 } from "../model/canonical-json.ts";
import type { Target } from "../model/target.ts";
import { isShardName } from "../project/definition-config-maps.ts";
import type { KubernetesObject } from "../project/projection.ts";

/** What a target is to have: its manifests, as they are compiled and committed. */
export interface ProjectedTarget {
  readonly target: Target;
  /** All that runs or is read in the cluster, in the order of its manifest. */
  readonly objects: readonly KubernetesObject[];
  /** The sync Job, named as the first attempt. */
  readonly job: KubernetesObject;
  /** Null where the project is in no git repository. */
  readonly commit: string | null;
  /** The working tree differs from the commit, and was asked for nevertheless. */
  readonly isDirty: boolean;
}

/** An activity as actcore-sync has to report it. */
export interface ExpectedActivity {
  readonly uuid: string;
  readonly id: string;
  readonly enabled: boolean;
  /** SHA-256 of its compiled JSON. */
  readonly sha256: string;
}

export function expectedActivities(objects: readonly KubernetesObject[]): readonly ExpectedActivity[] {
  const texts = new Map(
    objects.filter(isShardObject).flatMap(({ data }) => Object.entries(data ?? {}).map(([file, text]) => [file, text])),
  );
  return [...activitiesIn(objects.filter(isShardObject)).values()].map(({ uuid, id, enabled }) => ({
    uuid,
    id,
    enabled,
    sha256: sha256(texts.get(`${id}.json`) ?? ""),
  }));
}

/** The names of the ConfigMaps that hold the definitions, without their index. */
export function shardNames(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.filter(isShardObject).map(({ metadata }) => metadata.name);
}

export function isShardObject({ kind, metadata }: Pick<KubernetesObject, "kind" | "metadata">): boolean {
  return kind === "ConfigMap" && isShardName(metadata.name);
}

/** Whether a change of an activity does nothing but stop it. */
export function isPausedOnly({ kind, fields, activity }: ActivityDifference): boolean {
  const isHarmless = (field: string) => field === "enabled" || field === "updated" || field.startsWith("rollout.");
  return kind === "changed" && !activity.enabled && fields.every(({ field }) => isHarmless(field));
}
