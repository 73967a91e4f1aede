import type { CompiledActivity } from "../activity/compiled-activity.ts";
import { refused } from "../activity/stop.ts";
import type { Plan } from "./plan.ts";

/** Texts of activities as they are stored, by their uuids. */
export type CompiledTexts = ReadonlyMap<string, string>;

/**
 * Refuses definitions that the database held before those that it holds now. What only pauses is never refused: stopping
 * what runs must be possible from wherever an operator stands. Throws Stop.
 */
export function guardRollback(plan: Plan, before: CompiledTexts): void {
  if (isOnlyPausing(plan, before)) return;
  throw refused(
    "these definitions are older than those that the database holds; nothing was written; " +
      "check out the newest commit, or bring the older ones back with: actdef sync TARGET --allow-rollback",
  );
}

/** The activities whose stored text is needed to decide. */
export function changedUuids({ steps }: Plan): string[] {
  return steps.filter(({ action }) => action === "updated").map(({ definition }) => definition.activity.uuid);
}

function isOnlyPausing({ steps, retirements }: Plan, before: CompiledTexts): boolean {
  const changed = steps.filter(({ action }) => action !== "unchanged");
  if (changed.length === 0 || retirements.length > 0) return false;
  return changed.every(({ definition: { activity }, stored }) => {
    const text = before.get(activity.uuid);
    if (activity.enabled || text === undefined || !stored || stored.is_retired) return false;
    return isSameBut(JSON.parse(text) as CompiledActivity, activity);
  });
}

/** Fields that change nothing of what runs. */
const HARMLESS: ReadonlySet<string> = new Set(["enabled", "updated", "rollout"]);

function isSameBut(before: CompiledActivity, after: CompiledActivity): boolean {
  const rest = (activity: object) => JSON.stringify(Object.entries(activity).filter(([field]) => !HARMLESS.has(field)));
  return rest(before) === rest(after);
}
