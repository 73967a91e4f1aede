import type { DefinitionStep, Plan, RetirementStep } from "./plan.ts";

/** A plan in words, a line for each activity that something would be done with, and a last one that counts. */
export function planWords({ steps, retirements }: Plan): string[] {
  const changes = steps.filter(({ action, schedule }) => action !== "unchanged" || schedule !== "keep").map(stepWords);
  const kept = steps.length - changes.length;
  return [...changes, ...retirements.map(retirementWords), `${kept} of ${steps.length} activities are unchanged`];
}

const ROW = { created: "create", updated: "update", unchanged: "keep" } as const;
const SCHEDULE = { create: "create its schedule", match: "update its schedule", keep: "keep its schedule" } as const;

function stepWords({ definition: { activity }, action, stored, schedule }: DefinitionStep): string {
  const notes = [
    stored && stored.id !== activity.id ? `renamed from ${stored.id}` : "",
    stored?.is_retired ? "it was retired" : "",
    stored && stored.enabled !== activity.enabled ? `enabled ${stored.enabled} -> ${activity.enabled}` : "",
    stored ? "" : activity.enabled ? "enabled" : "paused",
  ].filter((note) => note !== "");
  const told = notes.length > 0 ? ` (${notes.join(", ")})` : "";
  return `${ROW[action]} ${activity.id}${told}; ${SCHEDULE[schedule]}`;
}

function retirementWords({ id, retiresRow, retiresSchedule }: RetirementStep): string {
  const row = retiresRow ? `retire ${id}` : `retire the former id ${id}`;
  return `${row}; ${retiresSchedule ? "pause its schedule for good" : "its schedule is another's now"}`;
}
