import type { Activity, Invocation } from "../../src/model/activity.ts";
import type { ManagedBridge, Target } from "../../src/model/target.ts";

/** The State Hub sweep: fires every quarter of an hour, may work for 300 s. */
export const sweep: Activity = {
  schema_version: 1,
  id: "the-custodian.state-hub-consistency-sweep",
  uuid: "7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b",
  title: "State Hub consistency sync",
  owner: "codex",
  domain: "custodian",
  repo: "state-hub",
  topic_slug: "custodian",
  description: null,
  labels: {},
  created: "2026-06-21",
  updated: "2026-06-21",
  enabled: false,
  schedule: {
    cron: "*/15 * * * *",
    calendar: {
      minute: [{ start: 0, end: 45, step: 15 }],
      hour: [{ start: 0, end: 23, step: 1 }],
      day_of_month: [{ start: 1, end: 31, step: 1 }],
      month: [{ start: 1, end: 12, step: 1 }],
      day_of_week: [{ start: 0, end: 6, step: 1 }],
    },
    timezone: "UTC",
    jitter_seconds: 0,
    starts_at: null,
    ends_at: null,
  },
  misfire_policy: "skip",
  misfire_grace_seconds: 60,
  overlap_policy: "skip",
  max_seconds: 300,
  start_to_close_seconds: 345,
  retry: { max_attempts: 1, backoff_seconds: 10, backoff_factor: 2, max_backoff_seconds: 60 },
  on_failure: "log_and_continue",
  on_failure_after: 1,
  invoke: {
    kind: "http",
    resolver: "consistency_sweep_remote_all",
    method: "POST",
    base_url_env: "STATE_HUB_URL",
    path: "/consistency/sweep/remote-all",
    idempotent: true,
    query: {},
    headers: {},
    body: {},
    timeout_seconds: 330,
  },
  outcome: {
    success_status: [{ from: 200, to: 299 }],
    fail_when: { pointer: "/exit_code", not_equals: 0 },
    warn_when: null,
  },
  progress_event: "consistency_sweep_remote_all",
  rollout: {
    phase: "canary",
    source: "activity-core",
    replaces: [{ unit: "custodian-sync.timer", source: "local-timer", cron: "*/15 * * * *" }],
    local_unit: "statehub-consistency-sync",
    parallel: { from: "2026-06-21", until: "2026-06-28" },
  },
};

/** The sweep under another id, with another call. */
export function activity(id: string, invoke: Partial<Invocation> = {}): Activity {
  return { ...sweep, id, invoke: { ...sweep.invoke, ...invoke } };
}

export const stateHubBridge: ManagedBridge = {
  managed: true,
  image: "nginx:1.27-alpine",
  port: 8000,
  upstream: { host: "state-hub-tunnel.activity-core.svc.cluster.local", port: 8000 },
  proxy_timeout_seconds: 360,
  selector: { app: "actcore-state-hub-bridge" },
};

export const railiance01: Target = {
  name: "railiance01",
  cluster: { uid: null, context: "railiance01" },
  namespace: "activity-core",
  image: "activity-core:railiance01-prod",
  image_revision: "1",
  database: {
    name: "activity_core",
    secret: "actcore-database",
    key: "url",
    egress: { cidr: "10.0.0.0/8", port: 5432 },
  },
  temporal: {
    address: "temporal-frontend.temporal.svc.cluster.local:7233",
    namespace: "default",
    task_queue: "activity-core",
  },
  environment: { STATE_HUB_URL: { bridge: "actcore-state-hub-bridge" } },
  bridges: { "actcore-state-hub-bridge": stateHubBridge },
  worker: { managed: true, replicas: 1, selector: { app: "actcore-worker" } },
  sync_job: { deadline_seconds: 300, ttl_seconds: 604_800 },
  progress_events: { base_url_env: "STATE_HUB_URL", path: "/progress-events" },
  access: { subjects: [{ kind: "User", name: "operator" }] },
  policy: {
    compare: {
      coverage: 0.99,
      completion_margin: 0.01,
      unexplained_failures: 0,
      duplicates: 0,
      duration_p95_of_budget: 0.8,
      full_days: 5,
      matched_pairs: 400,
    },
    shortest_interval_seconds: 60,
    retired_names: [],
    severities: {},
  },
};

/** As different from railiance01 as the schema allows: pinned, bridges and Temporal elsewhere, two workers, secrets. */
export const edge: Target = {
  ...railiance01,
  name: "edge",
  cluster: { uid: "0b6f4a1e-5c1d-4f0e-9a51-6a2f3c1d7e90", context: null },
  image: "registry.example/activity-core@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
  temporal: { address: "temporal.example.org:7233", namespace: "on", task_queue: "0x1F" },
  environment: {
    STATE_HUB_URL: { bridge: "state-hub" },
    REPORTS_URL: { bridge: "reports" },
    ARCHIVE_URL: { bridge: "archive" },
  },
  bridges: {
    "state-hub": {
      managed: false,
      url: "http://state-hub-bridge.hub.svc.cluster.local:8000",
      proxy_timeout_seconds: 600,
      config_map: { name: "state-hub-bridge", key: "nginx.conf" },
    },
    reports: {
      ...stateHubBridge,
      upstream: { host: "reports-api", port: 80 },
      selector: { tier: "edge", app: "reports" },
    },
    archive: { managed: false, url: "https://archive.example.org", proxy_timeout_seconds: 360, config_map: null },
  },
  worker: { managed: true, replicas: 2, selector: { app: "actcore-worker" } },
  access: {
    subjects: [
      { kind: "Group", name: "operators" },
      { kind: "ServiceAccount", name: "deployer" },
      { kind: "ServiceAccount", name: "deployer", namespace: "ci" },
    ],
  },
};

export const edgeActivities: readonly Activity[] = [
  activity("reports.nightly-summary", {
    base_url_env: "REPORTS_URL",
    timeout_seconds: 120,
    headers: {
      "X-Scope": "all",
      Authorization: { secret_ref: { name: "reports-token", key: "authorization" } },
      "X-Tenant": { secret_ref: { name: "reports-token", key: "Tenant" } },
      "X-Key": { secret_ref: { name: "constructor", key: "key" } },
    },
  }),
  sweep,
];
