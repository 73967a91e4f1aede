import type { Activity } from "../../src/model/activity.ts";
import { packActivity } from "../../src/model/compiled-activity.ts";
import type { Target } from "../../src/model/target.ts";
import { definitionConfigMaps as configMapsOf } from "../../src/project/definition-config-maps.ts";
import { project as projectPacked } from "../../src/project/projections.ts";

/** The objects of each generated file, of whole activities. */
export function project(activities: readonly Activity[], target: Target) {
  return projectPacked(activities.map(packActivity), target);
}

/** The ConfigMaps of whole activities. */
export function definitionConfigMaps(activities: readonly Activity[], target: Target) {
  return configMapsOf(activities.map(packActivity), target);
}
