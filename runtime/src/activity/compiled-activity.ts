/**
 * What the compiler hands over, by `schemas/compiled-activity.schema.json` version 1: every default is applied, no field
 * is optional. Durations are whole seconds, instants are RFC 3339 with a Z.
 */
export interface CompiledActivity {
  readonly schema_version: 1;
  readonly id: string;
  readonly uuid: string;
  readonly title: string;
  readonly owner: string;
  readonly enabled: boolean;
  readonly schedule: Schedule;
  readonly misfire_policy: "skip" | "fire_once" | "fire_all";
  readonly misfire_grace_seconds: number;
  readonly overlap_policy: "skip" | "buffer_one" | "buffer_all" | "cancel_running" | "allow";
  readonly max_seconds: number;
  readonly start_to_close_seconds: number;
  readonly retry: RetryPolicy;
  readonly on_failure: "log_and_continue" | "pause" | "escalate";
  readonly on_failure_after: number;
  readonly invoke: Invocation;
  readonly outcome: OutcomePolicy;
  readonly progress_event: string | null;
  readonly rollout: { readonly phase: string; readonly source: string };
  readonly behaviour_sha256: string;
}

export interface Schedule {
  /** As the definition has it; `calendar` says the same in lists of ranges. */
  readonly cron: string;
  readonly calendar: Readonly<Record<CalendarField, readonly Range[]>>;
  readonly timezone: "UTC";
  readonly jitter_seconds: number;
  readonly starts_at: string | null;
  readonly ends_at: string | null;
}

export type CalendarField = "minute" | "hour" | "day_of_month" | "month" | "day_of_week";

/** `start`, `start + step` and so on, up to `end`, inclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export interface RetryPolicy {
  /** The first attempt included. */
  readonly max_attempts: number;
  readonly backoff_seconds: number;
  readonly backoff_factor: number;
  readonly max_backoff_seconds: number;
}

export interface Invocation {
  readonly kind: "http";
  readonly method: string;
  readonly base_url_env: string;
  readonly path: string;
  readonly idempotent: boolean;
  readonly query: Readonly<Record<string, string | number | boolean>>;
  readonly headers: Readonly<Record<string, string | SecretHeader>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The client's deadline of one attempt, from connecting to the last byte. */
  readonly timeout_seconds: number;
}

/** The value is in the file `<name>/<key>` of the folder of secrets. */
export interface SecretHeader {
  readonly secret_ref: { readonly name: string; readonly key: string };
}

export interface OutcomePolicy {
  readonly success_status: readonly { readonly from: number; readonly to: number }[];
  readonly fail_when: Condition | null;
  readonly warn_when: Condition | null;
}

/** One comparison with the value at a JSON Pointer (RFC 6901) into the answer. */
export interface Condition {
  readonly pointer: string;
  readonly equals?: string | number | boolean | null;
  readonly not_equals?: string | number | boolean | null;
  readonly greater_than?: number;
}
