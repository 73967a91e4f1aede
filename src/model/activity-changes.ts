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

/** The fields in which two compiled activities differ. */
export function activityChanges(before: CompiledActivity, after: CompiledActivity): FieldChange[] {
  const changes = differences("", before, after);
  const telling = changes.filter(({ field }) => !DERIVED.has(field));
  return telling.length > 0 ? telling : changes;
}

/** The leaves in which two plain values differ; lists of unlike lengths are compared as a whole. */
export function differences(field: string, before: unknown, after: unknown): FieldChange[] {
  if (DERIVED.has(field) || !isNested(before) || !isNested(after) || isUnlikeList(before, after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, before, after }];
  }
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  const named = (key: string) => (Array.isArray(after) ? `${field}[${key}]` : field === "" ? key : `${field}.${key}`);
  return keys.flatMap((key) => differences(named(key), before[key], after[key]));
}

type Nested = Readonly<Record<string, unknown>>;

function isNested(value: unknown): value is Nested {
  return typeof value === "object" && value !== null;
}

function isUnlikeList(before: Nested, after: Nested): boolean {
  return Array.isArray(before) !== Array.isArray(after) || before.length !== after.length;
}
