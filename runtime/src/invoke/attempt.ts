import type { Counts, Outcome } from "../activity/run.ts";

/** One attempt of a run: a call and what came of it. Plain JSON, free of secrets. */
export interface Attempt {
  readonly outcome: Outcome;
  /** The answer's status; null where none came. */
  readonly http_status: number | null;
  /** Why it is not `ok`, in a sentence; null where it is. */
  readonly reason: string | null;
  readonly counts: Counts | null;
  /** How long the service asks to wait before the next call; null where it does not say. */
  readonly retry_after_seconds: number | null;
  /** Whether a further attempt cannot help, or may do harm. */
  readonly is_final: boolean;
  /** RFC 3339 in UTC, to the millisecond. */
  readonly started_at: string;
  readonly finished_at: string;
}
