import type { PackedActivity } from "../model/compiled-activity.ts";
import type { Target } from "../model/target.ts";
import { access } from "./access.ts";
import type { KubernetesObject, Projection } from "./projection.ts";
import { runtime } from "./runtime.ts";
import { syncJob } from "./sync-job.ts";

/** Every projection, in the order in which the objects are applied. */
export const projections: readonly Projection[] = [access, runtime, syncJob];

/** What a target gets: the objects of each generated file. */
export function project(
  activities: readonly PackedActivity[],
  target: Target,
): readonly { readonly file: string; readonly objects: readonly KubernetesObject[] }[] {
  let before: readonly KubernetesObject[] = [];
  return projections.map((projection) => {
    const objects = projection.project(activities, target, before);
    if (projection.isSynced) before = [...before, ...objects];
    return { file: projection.file, objects };
  });
}
