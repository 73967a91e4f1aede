import type { Comparison, ControlFigures, Criterion, RunnerFigures } from "./comparison.ts";
import { shownRunners } from "./figure-rows.ts";
import { INPUT_PROBLEMS, type InputProblem } from "./input-problem.ts";
import type { MissingStretch } from "./missing.ts";
import { dayText } from "./show.ts";
import type { Spread } from "./statistics.ts";

/** A comparison as JSON, by `schemas/comparison.schema.json`. */
export function comparisonJson(comparison: Comparison, exitCode: number): string {
  const { compared, fullDays, isOver, input } = comparison;
  const document = {
    schema_version: 1,
    activity_id: comparison.activityId,
    title: comparison.title,
    target: comparison.target,
    behaviour_sha256: comparison.behaviour,
    from: dayText(comparison.from),
    until: dayText(comparison.until),
    compared_at: instant(comparison.comparedAt),
    verdict: comparison.verdict,
    exit_code: exitCode,
    criteria: comparison.criteria.map(jsonCriterion),
    slots: comparison.slots,
    compared: {
      from: instantOrNull(compared.from),
      until: instantOrNull(compared.until),
      slots: compared.slots,
      full_days: fullDays,
      is_over: isOver,
    },
    grace_seconds: comparison.graceSeconds,
    max_seconds: comparison.maxSeconds,
    runners: shownRunners(comparison).map(jsonRunner),
    union: comparison.union,
    silent_slots: comparison.silentSlots,
    segments: comparison.segments.map(({ behaviour, from, until, runs, isCounted }) => {
      return { behaviour_sha256: behaviour, from: instant(from), until: instant(until), runs, is_counted: isCounted };
    }),
    failures: comparison.failures.map(({ source, slot, outcome, reason }) => {
      return { source, slot: instant(slot), outcome, reason };
    }),
    notes: comparison.notes,
    input: {
      names: input.names,
      events: input.events,
      runs: input.runs,
      problems: input.problems.map(jsonProblem),
      unknown_sources: Object.fromEntries(input.unknownSources),
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function instantOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : instant(milliseconds);
}

const DIGITS = 1e9;

/** Without the last digits, which are no measure of anything. */
function rounded(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}

function jsonCriterion({ name, state, seen, threshold, n, why }: Criterion) {
  return { name, state, seen: seen === null ? null : rounded(seen), threshold, n, why };
}

function jsonRunner(figures: RunnerFigures | ControlFigures) {
  const { runner, completed } = figures;
  return {
    source: runner.source,
    role: runner.role,
    unit: runner.unit,
    fires: figures.fires,
    runs: figures.runs,
    on_time: figures.onTime,
    late: figures.late,
    duplicates: figures.duplicates,
    missing: figures.missing,
    gaps: figures.stretches.map(jsonStretch),
    outcomes: figures.outcomes,
    completed: { ...completed, low: rounded(completed.low), high: rounded(completed.high) },
    failure_limit: rounded(figures.failureLimit),
    swept: figures.swept,
    skipped_lock: { same_minute: figures.skippedLock.sameMinute, other: figures.skippedLock.other },
    skipped_budget: figures.skippedBudget,
    lateness_seconds: jsonSpread(figures.lateness),
    duration_seconds: jsonSpread(figures.duration),
    off_schedule: figures.offSchedule,
    pairs: "pairs" in figures ? jsonPairs(figures) : null,
  };
}

function jsonStretch({ reason, first, last, fires }: MissingStretch) {
  return { reason, first: instant(first), last: instant(last), fires };
}

function jsonSpread(spread: Spread | null) {
  return spread && { n: spread.n, p50: rounded(spread.p50), p95: rounded(spread.p95), max: rounded(spread.max) };
}

function jsonPairs({ pairs: { n, both, onlyCandidate, onlyControl, neither, pValue, sameMinute } }: ControlFigures) {
  return {
    n,
    both,
    only_candidate: onlyCandidate,
    only_control: onlyControl,
    neither,
    p_value: rounded(pValue),
    same_minute: sameMinute,
  };
}

function jsonProblem({ kind, count, first, detail }: InputProblem) {
  return { kind, count, is_used: INPUT_PROBLEMS[kind].isUsed, first, detail };
}
