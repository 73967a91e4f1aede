/**
 * The typed model of one ActivityDefinition: every default applied, no optional field. Absent text is null, an absent
 * map or list is empty. Its shape is the wire contract `schemas/compiled-activity.schema.json`, hence the snake case.
 */
export interface Activity {
  readonly schema_version: 1;
  readonly id: string;
  readonly uuid: string;
  readonly title: string;
  readonly owner: string;
  readonly domain: string | null;
  readonly repo: string | null;
  readonly topic_slug: string | null;
  readonly description: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: string | null;
  readonly updated: string | null;
  readonly enabled: boolean;
  readonly schedule: Schedule;
  readonly misfire_policy: MisfirePolicy;
  readonly misfire_grace_seconds: number;
  readonly overlap_policy: OverlapPolicy;
  /** The work budget of one attempt, in seconds; the callee keeps it. */
  readonly max_seconds: number;
  /** Temporal's start-to-close time-out of one attempt, in seconds; derived from the client deadline. */
  readonly start_to_close_seconds: number;
  readonly retry: Retry;
  readonly on_failure: FailurePolicy;
  readonly on_failure_after: number;
  readonly invoke: Invocation;
  readonly outcome: OutcomePolicy;
  readonly progress_event: string | null;
  readonly rollout: Rollout;
}

export type MisfirePolicy = "skip" | "fire_once" | "fire_all";
export type OverlapPolicy = "skip" | "buffer_one" | "buffer_all" | "cancel_running" | "allow";
export type FailurePolicy = "log_and_continue" | "pause" | "escalate";
export type RolloutPhase = "defined" | "canary" | "parallel" | "primary" | "retired";
export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Schedule {
  /** The expression as it was written. */
  readonly cron: string;
  /** The same expression, expanded to the shape of Temporal's StructuredCalendarSpec. */
  readonly calendar: Calendar;
  readonly timezone: "UTC";
  readonly jitter_seconds: number;
  /** RFC 3339 with Z, inclusive. */
  readonly starts_at: string | null;
  readonly ends_at: string | null;
}

/** The values `start`, `start + step`, … up to `end`, inclusive. */
export interface CalendarRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export interface Calendar {
  readonly minute: readonly CalendarRange[];
  readonly hour: readonly CalendarRange[];
  readonly day_of_month: readonly CalendarRange[];
  readonly month: readonly CalendarRange[];
  /** 0 is Sunday. */
  readonly day_of_week: readonly CalendarRange[];
}

export interface Retry {
  /** The first attempt included. */
  readonly max_attempts: number;
  readonly backoff_seconds: number;
  readonly backoff_factor: number;
  readonly max_backoff_seconds: number;
}

export interface Invocation {
  readonly kind: "http";
  readonly resolver: string | null;
  readonly method: HttpMethod;
  /** The environment variable that holds the base URL. */
  readonly base_url_env: string;
  readonly path: string;
  readonly idempotent: boolean;
  readonly query: Readonly<Record<string, string | number | boolean>>;
  readonly headers: Readonly<Record<string, string | SecretHeader>>;
  readonly body: Readonly<Record<string, Json>>;
  /** The client's deadline for one attempt, in seconds. */
  readonly timeout_seconds: number;
}

/** A header whose value is a key of a Kubernetes Secret. */
export interface SecretHeader {
  readonly secret_ref: { readonly name: string; readonly key: string };
}

export interface OutcomePolicy {
  /** Inclusive ranges of HTTP statuses. */
  readonly success_status: readonly { readonly from: number; readonly to: number }[];
  readonly fail_when: Condition | null;
  readonly warn_when: Condition | null;
}

/** Exactly one comparison is present beside the pointer. */
export interface Condition {
  readonly pointer: string;
  readonly equals?: string | number | boolean | null;
  readonly not_equals?: string | number | boolean | null;
  readonly greater_than?: number;
}

export interface Rollout {
  readonly phase: RolloutPhase;
  readonly source: string;
  readonly replaces: readonly ReplacedRunner[];
  readonly local_unit: string | null;
  /** Half-open: `until` is the day after the last one. */
  readonly parallel: { readonly from: string; readonly until: string } | null;
}

export interface ReplacedRunner {
  readonly unit: string;
  readonly source: string;
  readonly cron: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
