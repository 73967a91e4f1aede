import type { Criterion, CriterionName } from "./comparison.ts";
import { percentText, thresholdText } from "./show.ts";

/** How a criterion is told to people: its name, what was seen, what is asked for, and of what this is a number. */
export interface CriterionWords {
  readonly name: string;
  readonly seen: string;
  readonly threshold: string;
  readonly of: string;
}

interface Wording {
  readonly name: string;
  readonly value: (value: number) => string;
  /** Where a threshold is told otherwise than what is seen. */
  readonly limit?: (value: number) => string;
  readonly bound: "at least" | "at most";
  readonly of: string;
}

const whole = (value: number) => String(value);
const points = (value: number) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value * 100).toFixed(2)} points`;

const WORDINGS: Readonly<Record<CriterionName, Wording>> = {
  coverage: {
    name: "coverage",
    value: (it) => percentText(it, 2),
    limit: thresholdText,
    bound: "at least",
    of: "slots",
  },
  completion_margin: { name: "completion beside the control", value: points, bound: "at least", of: "pairs" },
  unexplained_failures: { name: "unexplained failures", value: whole, bound: "at most", of: "runs" },
  duplicates: { name: "slots that ran twice", value: whole, bound: "at most", of: "runs" },
  duration_p95_of_budget: {
    name: "duration p95 of budget",
    value: percentText,
    limit: thresholdText,
    bound: "at most",
    of: "runs",
  },
  full_days: { name: "full days", value: whole, bound: "at least", of: "slots" },
  matched_pairs: { name: "matched pairs", value: whole, bound: "at least", of: "slots" },
};

export function criterionWords({ name, seen, threshold, n }: Criterion): CriterionWords {
  const wording = WORDINGS[name];
  return {
    name: wording.name,
    seen: seen === null ? "nothing" : wording.value(seen),
    threshold: `${wording.bound} ${(wording.limit ?? wording.value)(threshold)}`,
    of: `${n} ${wording.of}`,
  };
}
