import type { Activity } from "./activity.ts";

/** The order in which people read the fields of an activity, and of its groups: that of the documentation. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  activity: [
    ...["schema_version", "id", "uuid", "title", "owner", "domain", "repo", "topic_slug", "description", "labels"],
    ...["created", "updated", "enabled", "schedule", "misfire_policy", "misfire_grace_seconds", "overlap_policy"],
    ...["max_seconds", "start_to_close_seconds", "retry", "on_failure", "on_failure_after", "invoke", "outcome"],
    ...["progress_event", "rollout"],
  ],
  schedule: ["cron", "calendar", "timezone", "jitter_seconds", "starts_at", "ends_at"],
  retry: ["max_attempts", "backoff_seconds", "backoff_factor", "max_backoff_seconds"],
  invoke: [
    ...["kind", "resolver", "method", "base_url_env", "path", "idempotent", "query", "headers", "body"],
    "timeout_seconds",
  ],
  outcome: ["success_status", "fail_when", "warn_when"],
  rollout: ["phase", "source", "replaces", "local_unit", "parallel"],
};

/** The same activity with its fields in the order in which people read them. */
export function inReadingOrder<A extends Activity>(activity: A): A {
  return reordered(activity, ORDER.activity ?? [], (field, value) => {
    const order = ORDER[field];
    return order && typeof value === "object" && value !== null
      ? reordered(value, order, (_, member) => member)
      : value;
  });
}

function reordered<T extends object>(
  map: T,
  order: readonly string[],
  read: (key: string, value: unknown) => unknown,
): T {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const entries = Object.entries(map).sort(([a], [b]) => rank(a) - rank(b));
  return Object.fromEntries(entries.map(([key, value]) => [key, read(key, value)])) as T;
}
