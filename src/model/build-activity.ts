import { type Cron, type CronField, parseCron } from "../schedule/cron.ts";
import { gaps } from "../schedule/gaps.ts";
import type {
  Activity,
  Calendar,
  CalendarRange,
  Condition,
  Invocation,
  OutcomePolicy,
  Rollout,
  Schedule,
} from "./activity.ts";
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
  // In the order of canonical JSON, here and below, so that nothing has to be put in order when it is written.
  const activity: { [K in keyof Activity]: Activity[K] | undefined } = {
    created: it.created ?? null,
    description: it.description ?? null,
    domain: it.domain ?? null,
    enabled: it.enabled,
    id: it.id,
    invoke,
    labels: (it.labels as Activity["labels"] | undefined) ?? {},
    max_seconds: it.max_seconds,
    misfire_grace_seconds: it.misfire_grace_seconds ?? defaultGrace(cron),
    misfire_policy: it.misfire_policy,
    on_failure: it.on_failure,
    on_failure_after: it.on_failure_after ?? DEFAULTS.on_failure_after,
    outcome: buildOutcome(it.outcome),
    overlap_policy: it.overlap_policy ?? DEFAULTS.overlap_policy,
    owner: it.owner,
    progress_event: it.progress_event ?? null,
    repo: it.repo ?? null,
    retry: buildRetry(it.retry),
    rollout: buildRollout(it.rollout),
    schedule: buildSchedule(it.schedule, cron),
    schema_version: 1,
    start_to_close_seconds: startToClose(invoke.timeout_seconds),
    title: it.title,
    topic_slug: it.topic_slug ?? null,
    updated: it.updated ?? null,
    uuid: it.uuid,
  };
  return activity as Activity;
}

/** The smaller of 60 s and a quarter of the shortest gap, at least 10 s. */
function defaultGrace(cron: Cron | undefined): number {
  const shortest = cron && gaps(cron)?.shortestSeconds;
  if (shortest === undefined) return DEFAULT_GRACE_SECONDS;
  return Math.max(MIN_GRACE_SECONDS, Math.min(DEFAULT_GRACE_SECONDS, Math.floor(shortest / 4)));
}

function buildRetry(it: DefinitionData["retry"]): Activity["retry"] {
  const { backoff_factor, backoff_seconds, max_attempts, max_backoff_seconds } = DEFAULTS.retry;
  return {
    backoff_factor: it?.backoff_factor ?? backoff_factor,
    backoff_seconds: it?.backoff_seconds ?? backoff_seconds,
    max_attempts: it?.max_attempts ?? max_attempts,
    max_backoff_seconds: it?.max_backoff_seconds ?? max_backoff_seconds,
  };
}

function buildSchedule(it: DefinitionData["schedule"], cron: Cron | undefined): Schedule {
  return {
    calendar: cron && calendarOf(cron),
    cron: it?.cron,
    ends_at: it?.ends_at ?? null,
    jitter_seconds: it?.jitter_seconds ?? DEFAULTS.schedule.jitter_seconds,
    starts_at: it?.starts_at ?? null,
    timezone: DEFAULTS.schedule.timezone,
  } as Schedule;
}

const calendars = new WeakMap<Cron, Calendar>();

/** The same calendar for the same cron, so that what follows from it is worked out once. */
function calendarOf(cron: Cron): Calendar {
  const known = calendars.get(cron) ?? toCalendar(cron);
  calendars.set(cron, known);
  return known;
}

function toCalendar(cron: Cron): Calendar {
  return {
    day_of_month: inRangeOrder(cron.dayOfMonth),
    day_of_week: inRangeOrder(cron.dayOfWeek),
    hour: inRangeOrder(cron.hour),
    minute: inRangeOrder(cron.minute),
    month: inRangeOrder(cron.month),
  };
}

function inRangeOrder({ ranges }: CronField): readonly CalendarRange[] {
  return ranges.map(({ start, end, step }) => ({ end, start, step }));
}

function buildInvocation(it: Partial<Invocation> | undefined, maxSeconds: number | undefined): Invocation {
  return {
    base_url_env: it?.base_url_env,
    body: it?.body ?? {},
    headers: it?.headers ?? {},
    idempotent: it?.idempotent,
    kind: "http",
    method: it?.method,
    path: it?.path,
    query: it?.query ?? {},
    resolver: it?.resolver ?? null,
    timeout_seconds: it?.timeout_seconds ?? defaultClientTimeout(maxSeconds ?? Number.NaN),
  } as Invocation;
}

function buildOutcome(it: DefinitionData["outcome"]): OutcomePolicy {
  const statuses = it?.success_status?.toSorted((a, b) => a - b).map((status) => ({ from: status, to: status }));
  return {
    fail_when: it?.fail_when ?? null,
    success_status: statuses ?? DEFAULTS.outcome.success_status,
    warn_when: it?.warn_when ?? null,
  };
}

function buildRollout(it: Partial<Rollout> | undefined): Rollout {
  return {
    local_unit: it?.local_unit ?? null,
    parallel: it?.parallel ?? null,
    phase: it?.phase ?? DEFAULTS.rollout.phase,
    replaces: it?.replaces ?? [],
    source: it?.source ?? DEFAULTS.rollout.source,
  };
}
