import type { InputProblem } from "./input-problem.ts";
import type { Runner } from "./lane.ts";
import type { MissingReason, MissingStretch } from "./missing.ts";
import type { RunOutcome } from "./run-event.ts";
import type { Interval, Spread } from "./statistics.ts";

/** How the runners of an activity did in the same days. Instants are milliseconds since 1970, all else is in seconds. */
export interface Comparison {
  readonly activityId: string;
  readonly title: string;
  readonly target: string;
  /** Of the definition as it is now; what is shown here holds for it alone. */
  readonly behaviour: string;
  readonly from: number;
  readonly until: number;
  readonly comparedAt: number;
  /** Fires of the activity on these days. */
  readonly slots: number;
  /** What is compared: from the first run of the candidate that counts to the last slot that is over. */
  readonly compared: { readonly from: number | null; readonly until: number | null; readonly slots: number };
  readonly isOver: boolean;
  readonly fullDays: number;
  readonly graceSeconds: number;
  readonly maxSeconds: number;
  readonly candidate: RunnerFigures;
  readonly controls: readonly ControlFigures[];
  /** Slots in which some runner completed, of those compared. */
  readonly union: Share;
  /** Slots without a run of anyone. */
  readonly silentSlots: number;
  readonly segments: readonly Segment[];
  readonly failures: readonly Failure[];
  readonly criteria: readonly Criterion[];
  readonly verdict: Verdict;
  readonly notes: readonly string[];
  readonly input: InputFigures;
}

export type Verdict = "successful" | "failed" | "inconclusive";

export interface Share {
  readonly count: number;
  readonly n: number;
}

export interface RunnerFigures {
  readonly runner: Runner;
  /** Own fires that are compared. */
  readonly fires: number;
  readonly runs: number;
  readonly onTime: number;
  readonly late: number;
  /** Fires that ran more than once, and how many runs that is beyond the first. */
  readonly duplicates: { readonly fires: number; readonly runs: number };
  readonly missing: Readonly<Record<MissingReason, number>>;
  readonly stretches: readonly MissingStretch[];
  readonly outcomes: Readonly<Record<RunOutcome, number>>;
  /** Runs that ended `ok` or `warn`, of all runs. */
  readonly completed: Share & Interval;
  /** The exact one-sided upper 95 % limit of the rate of failures. */
  readonly failureLimit: number;
  readonly swept: number;
  /** Repositories passed over since another run had locked them. */
  readonly skippedLock: { readonly sameMinute: number; readonly other: number };
  readonly skippedBudget: number;
  readonly lateness: Spread | null;
  readonly duration: Spread | null;
  /** Runs for an instant at which nothing fires. */
  readonly offSchedule: number;
}

/** A control, and how the candidate did in the slots in which both ran. */
export interface ControlFigures extends RunnerFigures {
  readonly pairs: Pairs;
}

/** The paired two-by-two: in how many slots which of the two completed. */
export interface Pairs {
  readonly n: number;
  readonly both: number;
  readonly onlyCandidate: number;
  readonly onlyControl: number;
  readonly neither: number;
  /** Two-sided, of McNemar's exact test. */
  readonly pValue: number;
  /** Slots in which both began within a minute of each other. */
  readonly sameMinute: number;
}

/** A part of the window in which the candidate had one behaviour. */
export interface Segment {
  /** Null where the runs do not say it. */
  readonly behaviour: string | null;
  readonly from: number;
  readonly until: number;
  readonly runs: number;
  readonly isCounted: boolean;
}

export interface Failure {
  readonly source: string;
  readonly slot: number;
  readonly outcome: RunOutcome;
  /** Null where nobody has explained it. */
  readonly reason: string | null;
}

export const CRITERIA = [
  "coverage",
  "completion_margin",
  "unexplained_failures",
  "duplicates",
  "duration_p95_of_budget",
  "full_days",
  "matched_pairs",
] as const;
export type CriterionName = (typeof CRITERIA)[number];

export interface Criterion {
  readonly name: CriterionName;
  readonly state: "passed" | "failed" | "undecided";
  /** Null where there is nothing to see. */
  readonly seen: number | null;
  readonly threshold: number;
  /** Of how many slots, runs or pairs this was seen. */
  readonly n: number;
  /** Why it is not passed; null where it is. */
  readonly why: string | null;
}

export interface InputFigures {
  readonly names: readonly string[];
  readonly events: number;
  readonly runs: number;
  readonly problems: readonly InputProblem[];
  readonly unknownSources: ReadonlyMap<string, number>;
}
