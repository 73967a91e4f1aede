import type { CompiledActivity } from "./compiled-activity.ts";

/** One field of an activity that changed; `undefined` where it is absent on one side. */
export interface FieldChange {
  /** Dotted, such as `schedule.cron`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What follows from other fields, and would only repeat their change. */
const DERIVED: ReadonlySet<string> = new Set(["behaviour_sha256", "start_to_close_seconds", "schedule.calendar"]);

/** The fields in which two compiled activities differ, in the order of the model. */
export function activityChanges(before: CompiledActivity, after: CompiledActivity): FieldChange[] {
  const changes = differences("", before, after);
  const telling = changes.filter(({ field }) => !DERIVED.has(field));
  return telling.length > 0 ? telling : changes;
}

/** The leaves in which two plain values differ; lists are compared as a whole. */
export function differences(field: string, before: unknown, after: unknown): FieldChange[] {
  if (isMap(before) && isMap(after) && !DERIVED.has(field)) {
    const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return keys.flatMap((key) => differences(field === "" ? key : `${field}.${key}`, before[key], after[key]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, before, after }];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
