/** The target of a generated project: three bridges, of which one exists already. */
export const targetText = `# The cluster of a generated fleet.
type: projection-target
schema_version: 1
name: bench
cluster:
  uid: null
  context: bench
namespace: activity-core
image: activity-core:bench
image_revision: "1"
database:
  name: activity_core
  secret: actcore-database
  key: url
  egress: { cidr: 10.0.0.0/8, port: 5432 }
temporal:
  address: temporal-frontend.temporal.svc.cluster.local:7233
  namespace: default
  task_queue: activity-core
environment:
  STATE_HUB_URL: { bridge: state-hub-bridge }
  LEDGER_URL: { bridge: ledger-bridge }
  REPORTS_URL: { bridge: reports-bridge }
bridges:
  state-hub-bridge:
    managed: true
    image: nginx:1.27-alpine
    port: 8000
    upstream: { host: state-hub-tunnel.activity-core.svc.cluster.local, port: 8000 }
    proxy_timeout_seconds: 370
    selector: { app: state-hub-bridge }
  ledger-bridge:
    managed: false
    url: http://ledger-bridge.activity-core.svc.cluster.local:8080
    proxy_timeout_seconds: 180
  reports-bridge:
    managed: true
    image: nginx:1.27-alpine
    port: 8000
    upstream: { host: reports-tunnel.activity-core.svc.cluster.local, port: 8000 }
    proxy_timeout_seconds: 1900
    selector: { app: reports-bridge }
worker: { managed: true, replicas: 2, selector: { app: actcore-worker } }
sync_job: { deadline_seconds: 300, ttl_seconds: 604800 }
progress_events: { base_url_env: STATE_HUB_URL, path: /progress-events }
access:
  subjects:
    - { kind: User, name: operator }
policy:
  compare:
    full_days: 5
    matched_pairs: 5 # a daily job has seven slots in a week
  shortest_interval_seconds: 60
  retired_names:
    - { name: nightly runner, use: activity-core }
    - { name: batch box, use: activity-core, except: [batch box museum] }
`;
