import { activitiesIn } from "../emit/file-difference.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import { isShardObject, type ProjectedTarget } from "../operate/projected-target.ts";
import { activityHint } from "./activity-hint.ts";
import { UsageError } from "./usage-error.ts";

/** The activity of an id, as it is compiled for a target. Throws UsageError, with the closest id. */
export function operatedActivity(id: string, { objects, target }: ProjectedTarget): CompiledActivity {
  const activities = activitiesIn(objects.filter(isShardObject));
  const found = activities.get(id);
  if (found) return found;
  throw new UsageError(`${target.name} has no activity "${id}"; ${activityHint(id, [...activities.keys()])}`);
}
