import { type Cron, parseCron } from "../schedule/cron.ts";
import { gaps } from "../schedule/gaps.ts";
import type { Activity, Calendar, Condition, Invocation, OutcomePolicy, Rollout, Schedule } from "./activity.ts";
import { defaultClientTimeout, startToClose } from "./timeout-chain.ts";

/** A fire this late still runs, by default; shorter where fires are close. */
const DEFAULT_GRACE_SECONDS = 60;
/** Below this, the clock differences of a cluster would drop fires. */
const MIN_GRACE_SECONDS = 10;

/** The values of optional fields that a definition leaves out, those that are derived from others apart. */
export const DEFAULTS = {
  schedule: { timezone: "UTC", jitter_seconds: 0 },
  overlap_policy: "skip",
  retry: { max_attempts: 1, backoff_seconds: 10, backoff_factor: 2, max_backoff_seconds: 60 },
  on_failure_after: 1,
  outcome: { success_status: [{ from: 200, to: 299 }] },
  rollout: { phase: "defined", source: "activity-core" },
} as const satisfies DeepPartial<Activity>;

type DeepPartial<T> = T extends object ? { readonly [K in keyof T]?: DeepPartial<T[K]> } : T;

/** Front matter that passed its schema: as Activity, with optional fields, and statuses as a plain list. */
type DefinitionData = Omit<DeepPartial<Activity>, "invoke" | "outcome" | "rollout"> & {
  readonly invoke?: Partial<Invocation>;
  readonly outcome?: {
    readonly success_status?: readonly number[];
    readonly fail_when?: Condition;
    readonly warn_when?: Condition;
  };
  readonly rollout?: Partial<Rollout>;
};

/**
 * The activity that a valid document describes, every default applied. Of a document with invalid parts, taken out
 * before, it gives an activity without them: see `Definition`.
 */
export function buildActivity(data: unknown): Activity {
  // The schema has vouched for the shape of what is there.
  const it = (data ?? {}) as DefinitionData;
  const cron = it.schedule?.cron === undefined ? undefined : parseCron(it.schedule.cron).cron;
  const invoke = buildInvocation(it.invoke, it.max_seconds);
  const activity: { [K in keyof Activity]: Activity[K] | undefined } = {
    schema_version: 1,
    id: it.id,
    uuid: it.uuid,
    title: it.title,
    owner: it.owner,
    domain: it.domain ?? null,
    repo: it.repo ?? null,
    topic_slug: it.topic_slug ?? null,
    description: it.description ?? null,
    labels: (it.labels as Activity["labels"] | undefined) ?? {},
    created: it.created ?? null,
    updated: it.updated ?? null,
    enabled: it.enabled,
    schedule: buildSchedule(it.schedule, cron),
    misfire_policy: it.misfire_policy,
    misfire_grace_seconds: it.misfire_grace_seconds ?? defaultGrace(cron),
    overlap_policy: it.overlap_policy ?? DEFAULTS.overlap_policy,
    max_seconds: it.max_seconds,
    start_to_close_seconds: startToClose(invoke.timeout_seconds),
    retry: { ...DEFAULTS.retry, ...it.retry } as Activity["retry"],
    on_failure: it.on_failure,
    on_failure_after: it.on_failure_after ?? DEFAULTS.on_failure_after,
    invoke,
    outcome: buildOutcome(it.outcome),
    progress_event: it.progress_event ?? null,
    rollout: buildRollout(it.rollout),
  };
  return activity as Activity;
}

/** The smaller of 60 s and a quarter of the shortest gap, at least 10 s. */
function defaultGrace(cron: Cron | undefined): number {
  const shortest = cron && gaps(cron)?.shortestSeconds;
  if (shortest === undefined) return DEFAULT_GRACE_SECONDS;
  return Math.max(MIN_GRACE_SECONDS, Math.min(DEFAULT_GRACE_SECONDS, Math.floor(shortest / 4)));
}

function buildSchedule(it: DefinitionData["schedule"], cron: Cron | undefined): Schedule {
  return {
    cron: it?.cron,
    calendar: cron && calendarOf(cron),
    timezone: DEFAULTS.schedule.timezone,
    jitter_seconds: it?.jitter_seconds ?? DEFAULTS.schedule.jitter_seconds,
    starts_at: it?.starts_at ?? null,
    ends_at: it?.ends_at ?? null,
  } as Schedule;
}

function calendarOf(cron: Cron): Calendar {
  return {
    minute: cron.minute.ranges,
    hour: cron.hour.ranges,
    day_of_month: cron.dayOfMonth.ranges,
    month: cron.month.ranges,
    day_of_week: cron.dayOfWeek.ranges,
  };
}

function buildInvocation(it: Partial<Invocation> | undefined, maxSeconds: number | undefined): Invocation {
  return {
    kind: "http",
    resolver: it?.resolver ?? null,
    method: it?.method,
    base_url_env: it?.base_url_env,
    path: it?.path,
    idempotent: it?.idempotent,
    query: it?.query ?? {},
    headers: it?.headers ?? {},
    body: it?.body ?? {},
    timeout_seconds: it?.timeout_seconds ?? defaultClientTimeout(maxSeconds ?? Number.NaN),
  } as Invocation;
}

function buildOutcome(it: DefinitionData["outcome"]): OutcomePolicy {
  const statuses = it?.success_status?.toSorted((a, b) => a - b).map((status) => ({ from: status, to: status }));
  return {
    success_status: statuses ?? DEFAULTS.outcome.success_status,
    fail_when: it?.fail_when ?? null,
    warn_when: it?.warn_when ?? null,
  };
}

function buildRollout(it: Partial<Rollout> | undefined): Rollout {
  return {
    phase: it?.phase ?? DEFAULTS.rollout.phase,
    source: it?.source ?? DEFAULTS.rollout.source,
    replaces: it?.replaces ?? [],
    local_unit: it?.local_unit ?? null,
    parallel: it?.parallel ?? null,
  };
}
