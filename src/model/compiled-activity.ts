import type { Activity } from "./activity.ts";
import { behaviourSha256 } from "./behaviour.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type FleetActivity, toFleetActivity } from "./fleet-member.ts";

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

/** The text of an activity in its ConfigMap. */
export function compiledJson(activity: Activity): string {
  return canonicalJson(compileActivity(activity));
}

/** An activity as it goes into a projection: its compiled text, and of its fields those that others depend on. */
export interface PackedActivity {
  readonly activity: FleetActivity;
  /** As `compiledJson` gives it. */
  readonly json: string;
}

export function packActivity(activity: Activity): PackedActivity {
  return { activity: toFleetActivity(activity), json: compiledJson(activity) };
}
