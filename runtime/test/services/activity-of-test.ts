import type { CompiledActivity } from "../../src/activity/compiled-activity.ts";

type Changes = {
  readonly [K in keyof CompiledActivity]?: CompiledActivity[K] extends
    | readonly unknown[]
    | string
    | number
    | boolean
    | null
    ? CompiledActivity[K]
    : Partial<CompiledActivity[K]>;
};

const EVERY_MINUTE = {
  minute: [{ start: 0, end: 59, step: 1 }],
  hour: [{ start: 0, end: 23, step: 1 }],
  day_of_month: [{ start: 1, end: 31, step: 1 }],
  month: [{ start: 1, end: 12, step: 1 }],
  day_of_week: [{ start: 0, end: 6, step: 1 }],
};

const ACTIVITY: CompiledActivity = {
  schema_version: 1,
  id: "test.sweep",
  uuid: "7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b",
  title: "A sweep",
  owner: "nobody",
  enabled: true,
  schedule: {
    cron: "* * * * *",
    calendar: EVERY_MINUTE,
    timezone: "UTC",
    jitter_seconds: 0,
    starts_at: null,
    ends_at: null,
  },
  misfire_policy: "skip",
  misfire_grace_seconds: 10,
  overlap_policy: "skip",
  max_seconds: 30,
  start_to_close_seconds: 75,
  retry: { max_attempts: 1, backoff_seconds: 1, backoff_factor: 2, max_backoff_seconds: 5 },
  on_failure: "log_and_continue",
  on_failure_after: 1,
  invoke: {
    kind: "http",
    method: "POST",
    base_url_env: "SERVICE_URL",
    path: "/sweep",
    idempotent: true,
    query: {},
    headers: {},
    body: {},
    timeout_seconds: 60,
  },
  outcome: { success_status: [{ from: 200, to: 299 }], fail_when: null, warn_when: null },
  progress_event: null,
  rollout: { phase: "primary", source: "activity-core" },
  behaviour_sha256: "c8f3805c5dac471526110eb8aa05773b1deaec674953c0388dfa2279ed6b8681",
};

/** An activity that is like any other but for some members, also of members. */
export function activityOfTest(changes: Changes = {}): CompiledActivity {
  const merged = Object.entries(changes).map(([name, change]) => {
    const before = ACTIVITY[name as keyof CompiledActivity];
    const isMap = typeof change === "object" && change !== null && !Array.isArray(change);
    return [name, isMap ? { ...(before as object), ...change } : change];
  });
  return { ...ACTIVITY, ...Object.fromEntries(merged) };
}
