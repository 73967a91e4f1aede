import type { CompiledActivity } from "../activity/compiled-activity.ts";
import type { RunRecord } from "../activity/run.ts";
import type { Attempt } from "./attempt.ts";

/** What a runner knows of a run beside its attempts. */
export type RunIdentity = Pick<RunRecord, "run_id" | "source" | "scheduled_time" | "started_at" | "idempotency_key">;

/**
 * The record of a run that has ended, by its last attempt.
 *
 * @param attempts how many were made
 */
export function runRecord(
  { id, uuid, behaviour_sha256 }: Pick<CompiledActivity, "id" | "uuid" | "behaviour_sha256">,
  run: RunIdentity,
  { attempts, last }: { readonly attempts: number; readonly last: Attempt },
): RunRecord {
  const { outcome, http_status, reason, counts, finished_at } = last;
  return {
    run_id: run.run_id,
    activity_uuid: uuid,
    activity_id: id,
    behaviour_sha256,
    source: run.source,
    scheduled_time: run.scheduled_time,
    started_at: run.started_at,
    finished_at,
    outcome,
    attempts,
    http_status,
    reason,
    counts,
    idempotency_key: run.idempotency_key,
  };
}
