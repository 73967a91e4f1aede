import type { LiveObject } from "../cluster/live-object.ts";
import type { Kind } from "../cluster/resources.ts";
import type { FieldChange } from "../model/activity-changes.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { supersededJobs } from "./job-choice.ts";
import type { LiveState } from "./live-state.ts";
import type { ProjectedTarget } from "./projected-target.ts";
import { surplusObjects } from "./surplus.ts";
import { unmetFields } from "./unmet-fields.ts";

/** An object in which the cluster is not as the manifests say. */
export interface ObjectDrift {
  readonly kind: string;
  readonly name: string;
  /**
   * `differs`: a field that the manifest has is otherwise. `missing`: it is not there. `surplus`: ours, and in no
   * manifest. `outdated`: the sync Job of other manifests that has not ended, and would bring them back.
   */
  readonly state: "differs" | "missing" | "surplus" | "outdated";
  /** Of one that differs, from live to the manifest. */
  readonly fields: readonly FieldChange[];
  /** It holds data that cannot be changed, so a sync cannot mend it. */
  readonly isImmutable: boolean;
}

/** What the cluster has otherwise than the manifests; objects of kinds that were not read are left out. */
export function objectDrifts(
  projected: Pick<ProjectedTarget, "objects" | "job">,
  live: LiveState,
): readonly ObjectDrift[] {
  const { objects, job } = projected;
  const read = objects.filter(({ kind }) => live.byKind.has(kind as Kind));
  const compared = read.flatMap((desired) => drift(desired, live.byKind.get(desired.kind as Kind)));
  const surplus = surplusObjects(live, projected).map((it) => plainDrift(it.kind, it.live.metadata.name, "surplus"));
  const outdated = supersededJobs(live.jobs, job.metadata.name).map(({ metadata }) =>
    plainDrift("Job", metadata.name, "outdated"),
  );
  return [...compared, ...surplus, ...outdated];
}

function drift(desired: KubernetesObject, live: ReadonlyMap<string, LiveObject> | undefined): ObjectDrift[] {
  const { kind } = desired;
  const { name } = desired.metadata;
  const found = live?.get(name);
  if (!found) return [plainDrift(kind, name, "missing")];
  const fields = differingFields(desired, found);
  const isImmutable = found.immutable === true && fields.some(({ field }) => field.startsWith("data."));
  return fields.length > 0 ? [{ kind, name, state: "differs", fields, isImmutable }] : [];
}

function plainDrift(kind: string, name: string, state: ObjectDrift["state"]): ObjectDrift {
  return { kind, name, state, fields: [], isImmutable: false };
}

function differingFields(desired: KubernetesObject, live: LiveObject): FieldChange[] {
  // The items of a list have neither.
  const { apiVersion: _version, kind: _kind, ...members } = desired;
  const { deletionTimestamp } = live.metadata;
  const deleted = { field: "metadata.deletionTimestamp", before: deletionTimestamp, after: undefined };
  return [...(deletionTimestamp === undefined ? [] : [deleted]), ...unmetFields("", members, live)];
}
