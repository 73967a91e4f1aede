import type { Activity, Calendar } from "./activity.ts";
import { behaviourOf, behaviourSha256 } from "./behaviour.ts";
import { canonicalJson, hasKeysInOrder, inOrder, sha256 } from "./canonical-json.ts";
import { type FleetActivity, toFleetActivity } from "./fleet-member.ts";
import { inexactFields } from "./representation.ts";

/** What the runtime reads, by `schemas/compiled-activity.schema.json`: the model and the hash of its behaviour. */
export interface CompiledActivity extends Activity {
  readonly behaviour_sha256: string;
}

/**
 * The most that one ConfigMap of definitions may hold, in bytes: a plain `kubectl apply` copies the object into an
 * annotation, and the API server allows 256 KiB of annotations.
 */
export const MAX_SHARD_BYTES = 200 * 1024;

export function compileActivity(activity: Activity): CompiledActivity {
  return { behaviour_sha256: behaviourSha256(activity), ...activity };
}

/** The bytes that a ConfigMap value takes within the object's JSON: as a JSON string, quotes and escapes included. */
export function dataBytes(value: string): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** The text of an activity in its ConfigMap: the canonical JSON of what `compileActivity` gives, in half of its time. */
export function compiledJson(activity: Activity): string {
  const { invoke, retry, schedule } = activity;
  if (![activity, invoke, retry, schedule].every(hasKeysInOrder)) return canonicalJson(compileActivity(activity));
  const ordered = inCanonicalOrder(activity);
  const behaviour_sha256 = sha256(JSON.stringify(behaviourOf(ordered)));
  return JSON.stringify({ behaviour_sha256, ...ordered });
}

/** The same activity with the calendar in order, and those parts whose order a definition decides. */
function inCanonicalOrder(activity: Activity): Activity {
  const { invoke, labels, outcome, rollout, schedule } = activity;
  const { body, headers, query } = invoke;
  return {
    ...activity,
    invoke: { ...invoke, body: inOrder(body), headers: inOrder(headers), query: inOrder(query) },
    labels: inOrder(labels),
    outcome: inOrder(outcome),
    rollout: inOrder(rollout),
    schedule: { ...schedule, calendar: calendarInOrder(schedule.calendar) },
  };
}

/** What was put in order before: the activities of one cron expression share their calendar. */
const calendars = new WeakMap<Calendar, Calendar>();

function calendarInOrder(calendar: Calendar): Calendar {
  const known = calendars.get(calendar) ?? inOrder(calendar);
  calendars.set(calendar, known);
  return known;
}

/** An activity as it goes into a projection: its compiled text, and of its fields those that others depend on. */
export interface PackedActivity {
  readonly activity: FleetActivity;
  /** As `compiledJson` gives it. */
  readonly json: string;
}

export function packActivity(activity: Activity): PackedActivity {
  return { activity: toFleetActivity(activity, inexactFields(activity)), json: compiledJson(activity) };
}
