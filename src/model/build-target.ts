import type { Bridge, Target, TargetPolicy } from "./target.ts";

const DEFAULT_POLICY: TargetPolicy = {
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
};

/** A target file that passed its schema: as Target, with optional fields. */
type TargetData = { readonly [K in keyof Target]?: Partial<Target[K]> };

/** The target that a valid document describes, every default applied; see `buildActivity` for one with invalid parts. */
export function buildTarget(data: unknown): Target {
  // The schema has vouched for the shape of what is there.
  const it = (data ?? {}) as TargetData;
  const policy = it.policy;
  const target: { [K in keyof Target]: Partial<Target[K]> | undefined } = {
    name: it.name,
    cluster: { uid: it.cluster?.uid ?? null, context: it.cluster?.context ?? null },
    namespace: it.namespace,
    image: it.image,
    image_revision: it.image_revision ?? "1",
    database: it.database,
    temporal: it.temporal,
    environment: it.environment ?? {},
    bridges: bridgesOf(it.bridges),
    worker: { managed: true, replicas: 1, selector: { app: "actcore-worker" }, ...it.worker },
    sync_job: { deadline_seconds: 300, ttl_seconds: 604_800, ...it.sync_job },
    progress_events: it.progress_events ?? null,
    access: { subjects: it.access?.subjects ?? [] },
    policy: {
      compare: { ...DEFAULT_POLICY.compare, ...policy?.compare },
      shortest_interval_seconds: policy?.shortest_interval_seconds ?? DEFAULT_POLICY.shortest_interval_seconds,
      retired_names: (policy?.retired_names ?? []).map((name) => ({ ...name, except: name.except ?? [] })),
      severities: policy?.severities ?? DEFAULT_POLICY.severities,
    },
  };
  return target as Target;
}

function bridgesOf(bridges: TargetData["bridges"]): Target["bridges"] {
  const entries = Object.entries(bridges ?? {}).flatMap(([name, bridge]) =>
    bridge === undefined
      ? []
      : [[name, bridge.managed ? bridge : { ...bridge, config_map: bridge.config_map ?? null }] as const],
  );
  return Object.fromEntries(entries) as Readonly<Record<string, Bridge>>;
}
