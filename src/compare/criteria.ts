import type { TargetPolicy } from "../model/target.ts";
import type { ControlFigures, Criterion, CriterionName, RunnerFigures, Verdict } from "./comparison.ts";

/** What the criteria are judged by. */
export interface Seen {
  readonly candidate: RunnerFigures;
  readonly controls: readonly ControlFigures[];
  /** Slots that are still to come. */
  readonly pendingSlots: number;
  readonly unexplainedFailures: number;
  readonly fullDays: number;
  readonly maxSeconds: number;
}

export type Thresholds = TargetPolicy["compare"];

/**
 * Each criterion by what was seen. What later runs may still mend is undecided while the window is not over; too few
 * days or pairs never are a failure, since they say nothing of the candidate.
 */
export function judge(seen: Seen, thresholds: Thresholds): Criterion[] {
  return [
    coverage(seen, thresholds.coverage),
    completionMargin(seen, thresholds.completion_margin),
    unexplainedFailures(seen, thresholds.unexplained_failures),
    duplicates(seen, thresholds.duplicates),
    duration(seen, thresholds.duration_p95_of_budget),
    fullDays(seen, thresholds.full_days),
    matchedPairs(seen, thresholds.matched_pairs),
  ];
}

/** Successful where all criteria passed, failed where one failed, else inconclusive. */
export function verdictOf(criteria: readonly Criterion[]): Verdict {
  if (criteria.some(({ state }) => state === "failed")) return "failed";
  return criteria.every(({ state }) => state === "passed") ? "successful" : "inconclusive";
}

interface Judgement {
  readonly name: CriterionName;
  readonly seen: number | null;
  readonly threshold: number;
  readonly n: number;
  readonly isMet: boolean;
  /** Whether what is not met may still be, or says nothing of the candidate. */
  readonly isOpen: boolean;
  readonly why: string;
}

function criterion({ isMet, isOpen, why, ...rest }: Judgement): Criterion {
  if (rest.seen === null) return { ...rest, state: "undecided", why: "there is no run to judge by" };
  if (isMet) return { ...rest, state: "passed", why: null };
  return { ...rest, state: isOpen ? "undecided" : "failed", why };
}

function coverage({ candidate, pendingSlots }: Seen, threshold: number): Criterion {
  const n = candidate.fires - candidate.missing.paused;
  const atBest = (candidate.runs + pendingSlots) / (n + pendingSlots);
  return criterion({
    name: "coverage",
    seen: n === 0 ? null : candidate.runs / n,
    threshold,
    n,
    isMet: candidate.runs / n >= threshold,
    isOpen: pendingSlots > 0 && atBest >= threshold,
    why: `${n - candidate.runs} of ${n} slots have no run of ${candidate.runner.source}`,
  });
}

/** By matched pairs alone: a control that slept has lost nothing. Of several controls, the one that did best counts. */
function completionMargin({ controls, pendingSlots }: Seen, margin: number): Criterion {
  const [worst] = controls
    .filter(({ pairs }) => pairs.n > 0)
    .map(({ runner, pairs }) => ({ runner, pairs, difference: (pairs.onlyCandidate - pairs.onlyControl) / pairs.n }))
    .sort((a, b) => a.difference - b.difference);
  return criterion({
    name: "completion_margin",
    seen: worst?.difference ?? null,
    threshold: -margin,
    n: worst?.pairs.n ?? 0,
    isMet: (worst?.difference ?? 0) >= -margin,
    isOpen: pendingSlots > 0,
    why: `it completed less often than ${worst?.runner.source} in the slots in which both ran`,
  });
}

function unexplainedFailures({ candidate, unexplainedFailures: seen }: Seen, threshold: number): Criterion {
  return criterion({
    name: "unexplained_failures",
    seen: candidate.runs === 0 ? null : seen,
    threshold,
    n: candidate.runs,
    isMet: seen <= threshold,
    isOpen: false,
    why: "nobody has explained them: name each with --explained SLOT=reason, or mend what failed",
  });
}

function duplicates({ candidate }: Seen, threshold: number): Criterion {
  return criterion({
    name: "duplicates",
    seen: candidate.runs === 0 ? null : candidate.duplicates.fires,
    threshold,
    n: candidate.runs,
    isMet: candidate.duplicates.fires <= threshold,
    isOpen: false,
    why: "slots ran more than once",
  });
}

function duration({ candidate: { duration: spread }, maxSeconds, pendingSlots }: Seen, threshold: number): Criterion {
  const share = spread && spread.p95 / maxSeconds;
  return criterion({
    name: "duration_p95_of_budget",
    seen: share,
    threshold,
    n: spread?.n ?? 0,
    isMet: share !== null && share <= threshold,
    isOpen: pendingSlots > 0,
    why: `one run in twenty takes more than ${Math.round(threshold * maxSeconds)} of its ${maxSeconds} s`,
  });
}

function fullDays({ fullDays: seen, candidate }: Seen, threshold: number): Criterion {
  return criterion({
    name: "full_days",
    seen,
    threshold,
    n: candidate.fires,
    isMet: seen >= threshold,
    isOpen: true,
    why: "too short: whole days since its first run, without a pause, are counted",
  });
}

/** Of several controls, the one with the fewest pairs counts. */
function matchedPairs({ controls }: Seen, threshold: number): Criterion {
  const seen = Math.min(...controls.map(({ pairs }) => pairs.n));
  return criterion({
    name: "matched_pairs",
    seen,
    threshold,
    n: Math.max(...controls.map(({ fires }) => fires)),
    isMet: seen >= threshold,
    isOpen: true,
    why: "too few slots in which both ran",
  });
}
