import { sha256 } from "../definitions/sha256.ts";
import type { ScheduleAction } from "../schedules/match-schedule.ts";
import type { DefinitionAction } from "./plan.ts";

/** By `schemas/sync-result.schema.json`. */
export interface SyncResult {
  readonly schema_version: 1;
  readonly job: string;
  readonly index_sha256: string;
  readonly database: string;
  readonly cluster_uid: string;
  readonly activities: readonly ResultActivity[];
}

export interface ResultActivity {
  readonly uuid: string;
  readonly id: string;
  readonly sha256: string;
  readonly action: DefinitionAction;
  readonly schedule: ScheduleAction;
}

/** The last line of a sync that has done its work. */
export function resultLine(result: SyncResult): string {
  return `ACTCORE_SYNC_RESULT ${JSON.stringify(result)}`;
}

/** What is left for Kubernetes beside the log: proof that the line is whole, and counts by what was done. */
export function resultMessage(result: SyncResult): string {
  const counts: Record<string, number> = {};
  for (const { action } of result.activities) counts[action] = (counts[action] ?? 0) + 1;
  return JSON.stringify({ sha256: sha256(JSON.stringify(result)), counts });
}
