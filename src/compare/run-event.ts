import { instantOf } from "./instant.ts";

/** How a run ended, from the best to the worst. */
export const OUTCOMES = ["ok", "warn", "failed", "timed_out"] as const;
export type RunOutcome = (typeof OUTCOMES)[number];

/** What one run left behind: a line of a file, a progress event, or a row of `activity_runs`. Instants are milliseconds. */
export interface RunEvent {
  readonly runId: string;
  /** Null where the event does not say it. */
  readonly activityId: string | null;
  /** What the called service calls the event; null in a history of runs, which has no types. */
  readonly type: string | null;
  /** Which runner it was; null where the event does not say it. */
  readonly source: string | null;
  /** The nominal fire; null where the runner was not told it. */
  readonly scheduledAt: number | null;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly outcome: RunOutcome;
  readonly counts: SweepCounts;
  readonly behaviour: string | null;
}

/** What the called service says it did; what it does not say is 0. */
export interface SweepCounts {
  readonly swept: number;
  readonly skippedLock: number;
  readonly skippedBudget: number;
  readonly failed: number;
}

type Fields = Readonly<Record<string, unknown>>;

const NO_COUNTS: SweepCounts = { swept: 0, skippedLock: 0, skippedBudget: 0, failed: 0 };

/** Longer names are none: a run id is a UUID, and a source is an identifier. */
const MAX_NAME = 200;

/**
 * Reads a run from a JSON value, by `schemas/run-event.schema.json`: its fields stand at the top, or in `detail`, as in a
 * progress event of the State Hub. Gives the name of the first field that is missing or wrong where it is none. Fields
 * that are not known are passed over.
 */
export function readRunEvent(value: unknown): RunEvent | string {
  if (!isFields(value)) return "an object";
  const detail = isFields(value.detail) ? value.detail : value;
  const runId = nameOf(detail.run_id ?? value.run_id ?? value.id);
  if (runId === null) return "run_id";
  const startedAt = instantOf(detail.started_at ?? value.started_at);
  if (startedAt === null) return "started_at";
  const finishedAt = instantOf(detail.finished_at ?? value.finished_at);
  if (finishedAt === null) return "finished_at";
  const outcome = detail.outcome ?? value.outcome;
  if (!isOutcome(outcome)) return "outcome";
  const scheduledTime = detail.scheduled_time ?? value.scheduled_time ?? null;
  const scheduledAt = instantOf(scheduledTime);
  if (scheduledAt === null && scheduledTime !== null) return "scheduled_time";
  const counts = countsOf(detail.counts ?? value.counts);
  if (counts === undefined) return "counts";
  return {
    runId,
    activityId: nameOf(detail.activity_id ?? value.activity_id),
    type: nameOf(value.type),
    source: nameOf(detail.source ?? value.source),
    scheduledAt,
    startedAt,
    finishedAt,
    outcome,
    counts,
    behaviour: nameOf(detail.behaviour_sha256 ?? value.behaviour_sha256),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOutcome(value: unknown): value is RunOutcome {
  return value === "ok" || value === "warn" || value === "failed" || value === "timed_out";
}

function nameOf(value: unknown): string | null {
  return typeof value === "string" && value.length > 0 && value.length <= MAX_NAME ? value : null;
}

/** Undefined where something that is no count stands in its place. */
function countsOf(value: unknown): SweepCounts | undefined {
  if (value === undefined || value === null) return NO_COUNTS;
  if (typeof value !== "object") return undefined;
  const { swept = 0, skipped_lock = 0, skipped_budget = 0, failed = 0 } = value as Fields;
  if (!isCount(swept) || !isCount(skipped_lock) || !isCount(skipped_budget) || !isCount(failed)) return undefined;
  return { swept, skippedLock: skipped_lock, skippedBudget: skipped_budget, failed };
}

const MAX_COUNT = 4_294_967_295;

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT;
}
