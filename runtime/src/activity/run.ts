/** How a run, or one attempt of it, ended. */
export type Outcome = "ok" | "warn" | "failed" | "timed_out";

/** What the called service says it did, as far as it says it under these names; whole numbers from 0. */
export interface Counts {
  readonly swept?: number;
  readonly skipped_lock?: number;
  readonly skipped_budget?: number;
  readonly failed?: number;
}

/** One execution of an activity: a row of `activity_runs`, or a line of a local history. Instants are RFC 3339 in UTC. */
export interface RunRecord {
  /** A UUID, the same however often the record is written. */
  readonly run_id: string;
  readonly activity_uuid: string;
  readonly activity_id: string;
  readonly behaviour_sha256: string;
  /** The runner: `rollout.source`, or what `actdef run` was told. */
  readonly source: string;
  /** The nominal fire; null for a local run, whose timer does not say it. */
  readonly scheduled_time: string | null;
  readonly started_at: string;
  readonly finished_at: string;
  readonly outcome: Outcome;
  readonly attempts: number;
  /** The last answer's status; null where none came. */
  readonly http_status: number | null;
  /** Why it is not `ok`, in a sentence without secrets; null where it is. */
  readonly reason: string | null;
  readonly counts: Counts | null;
  readonly idempotency_key: string;
}

/** The reason of a run that was ended before its answer came, by its operator or by a later fire; its outcome is `failed`. */
export const CANCELLED = "cancelled";
