import type { Comparison, RunnerFigures } from "./comparison.ts";
import { MISSING_REASONS, type MissingReason } from "./missing.ts";
import { percent, percentText, secondsText } from "./show.ts";
import type { Spread } from "./statistics.ts";

export const REASON_WORDS: Readonly<Record<MissingReason, string>> = {
  paused: "paused",
  asleep: "host asleep",
  overlap: "earlier run went on",
  unknown: "unknown",
};

/** One line of figures: what it is, a value for each runner, and what there is to say of it. */
export interface FigureRow {
  readonly name: string;
  readonly values: readonly string[];
  readonly remark: string;
}

/** The figures of the runners side by side, controls first, in the order in which they are read. */
export function figureRows(comparison: Comparison): FigureRow[] {
  const { graceSeconds, maxSeconds } = comparison;
  const row = (name: string, value: (figures: RunnerFigures) => string, remark = ""): FigureRow => ({
    name,
    values: shownRunners(comparison).map(value),
    remark,
  });
  const togetherCount = comparison.controls.reduce((sum, { pairs }) => sum + pairs.sameMinute, 0);
  return [
    row("slots with a run", ({ runs, fires }) => (fires === 0 ? "0" : `${runs}  ${percentText(runs / fires)}`)),
    row("late", ({ late }) => String(late), `by more than ${graceSeconds} s`),
    row("missing", missingText),
    row("ran twice", ({ duplicates }) => String(duplicates.fires)),
    row("completed", completedText),
    row("warn-only", ({ outcomes }) => String(outcomes.warn)),
    row("hard failures", ({ outcomes }) => String(outcomes.failed)),
    row("timed out", ({ outcomes }) => String(outcomes.timed_out)),
    row("skipped, lock", ({ skippedLock: { sameMinute, other } }) => `${sameMinute + other}  repos`),
    row(
      "  started together",
      ({ skippedLock }) => `${skippedLock.sameMinute}  repos`,
      `${togetherCount} slots: each finds the other's locks, as expected`,
    ),
    row("skipped, budget", ({ skippedBudget }) => `${skippedBudget}  repos`),
    row("late p50/p95/max", ({ lateness }) => spreadText(lateness)),
    row("duration p50/p95/max", ({ duration }) => spreadText(duration), `budget ${maxSeconds} s`),
  ];
}

/** In the order in which they are shown: who was there first, first. */
export function shownRunners({ candidate, controls }: Comparison): readonly RunnerFigures[] {
  return [...controls, candidate];
}

function missingText({ missing }: RunnerFigures): string {
  const reasons = MISSING_REASONS.filter((reason) => missing[reason] > 0);
  const [first] = reasons;
  if (first === undefined) return "0";
  if (reasons.length === 1) return `${missing[first]}  ${REASON_WORDS[first]}`;
  const total = reasons.reduce((sum, reason) => sum + missing[reason], 0);
  return `${total}  ${reasons.map((reason) => `${missing[reason]} ${REASON_WORDS[reason]}`).join(", ")}`;
}

function completedText({ completed: { count, n, low, high } }: RunnerFigures): string {
  return n === 0 ? "0" : `${count}  ${percentText(count / n)} (${percent(low)}-${percent(high)})`;
}

function spreadText(spread: Spread | null): string {
  return spread === null ? "-" : `${[spread.p50, spread.p95, spread.max].map(secondsText).join(" / ")} s`;
}
