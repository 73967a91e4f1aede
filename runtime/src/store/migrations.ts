/** Where everything of this product lives, and nothing else. */
export const SCHEMA = "actdef";

export interface Migration {
  /** From 1, without a gap. */
  readonly version: number;
  readonly name: string;
  /** Run in one transaction; never edited once released: a later one mends it. */
  readonly sql: string;
}

/** Forward only. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: "definitions, their versions, projections and runs",
    sql: `
create table ${SCHEMA}.identity (
  only_row boolean primary key default true check (only_row),
  product text not null check (product = 'actdef'),
  database_name text not null,
  cluster_uid text not null,
  claimed_by text not null,
  claimed_at timestamptz not null default now()
);
create table ${SCHEMA}.projections (
  sequence bigint generated always as identity primary key,
  index_sha256 text not null,
  job text not null,
  applied_at timestamptz not null default now()
);
create table ${SCHEMA}.activity_definitions (
  uuid uuid primary key,
  id text not null,
  sha256 text not null,
  behaviour_sha256 text not null,
  enabled boolean not null,
  compiled text not null,
  version integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  retired_at timestamptz
);
create table ${SCHEMA}.activity_definition_versions (
  uuid uuid not null references ${SCHEMA}.activity_definitions,
  version integer not null,
  id text not null,
  sha256 text not null,
  action text not null check (action in ('created', 'updated', 'retired')),
  compiled text not null,
  job text not null,
  recorded_at timestamptz not null default now(),
  primary key (uuid, version)
);
create table ${SCHEMA}.activity_runs (
  run_id uuid primary key,
  activity_uuid uuid not null,
  activity_id text not null,
  behaviour_sha256 text not null,
  source text not null,
  scheduled_time timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  outcome text not null check (outcome in ('ok', 'warn', 'failed', 'timed_out')),
  attempts integer not null,
  http_status integer,
  reason text,
  counts jsonb,
  idempotency_key text not null,
  recorded_at timestamptz not null default now()
);
create index activity_runs_by_fire on ${SCHEMA}.activity_runs (activity_uuid, scheduled_time desc);
`,
  },
  {
    version: 2,
    name: "pauses that a worker has applied after failures in a row",
    sql: `
create table ${SCHEMA}.activity_pauses (
  run_id uuid primary key references ${SCHEMA}.activity_runs on delete cascade,
  activity_uuid uuid not null,
  paused_at timestamptz not null default now()
);
create index activity_pauses_by_activity on ${SCHEMA}.activity_pauses (activity_uuid);
`,
  },
];
