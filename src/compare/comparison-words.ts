import type { Comparison, ControlFigures } from "./comparison.ts";
import { INPUT_PROBLEMS, type InputProblem } from "./input-problem.ts";
import { dayText, minuteText, percentText } from "./show.ts";

/** "parallel run 2026-06-21 .. 2026-06-28 · 672 slots · behaviour 9a41… unchanged" */
export function headline({ from, until, slots, behaviour, segments }: Comparison): string {
  const change = segments.length > 1 ? `changed ${segments.length - 1} times` : "unchanged";
  return `parallel run ${dayText(from)} .. ${dayText(until)} · ${slots} slots · behaviour ${behaviour.slice(0, 4)}… ${change}`;
}

/** Which of the slots are compared, and why not the others. */
export function comparedWords({ compared, candidate, fullDays, isOver }: Comparison): string {
  if (compared.from === null || compared.until === null) return "nothing is compared";
  const open = isOver ? "" : "; the window is not over";
  const days = `${fullDays} full day${fullDays === 1 ? "" : "s"}`;
  return `compared ${compared.slots} slots, from ${candidate.runner.source}'s first run at ${minuteText(compared.from)} to ${minuteText(compared.until)}: ${days}${open}`;
}

/** The paired two-by-two in one line. */
export function pairsWords({ runner, pairs }: ControlFigures, candidate: string): string {
  const { n, both, onlyControl, onlyCandidate, neither, pValue } = pairs;
  if (n === 0) return `${runner.source} and ${candidate} ran together in no slot`;
  return `both ran in ${n} slots: both completed ${both}, only ${runner.source} ${onlyControl}, only ${candidate} ${onlyCandidate}, neither ${neither}; McNemar's exact p = ${pText(pValue)}`;
}

function pText(p: number): string {
  return p < 0.001 ? "<0.001" : String(Number(p.toPrecision(2)));
}

export function unionWords({ union: { count, n } }: Comparison): string {
  return `some runner completed in ${count} of ${n} slots`;
}

/** What the number of failures bounds. */
export function limitWords({ candidate: { runner, completed, failureLimit } }: Comparison): string {
  const failures = completed.n - completed.count;
  const limit = percentText(failureLimit, 3);
  return `${runner.source}: ${failures} failure${failures === 1 ? "" : "s"} in ${completed.n} runs, so its rate is at most ${limit} (exact, one-sided 95 %)`;
}

export function verdictWords({ verdict, criteria }: Comparison): string {
  const passed = criteria.filter(({ state }) => state === "passed").length;
  return `verdict: ${verdict} (${passed} of ${criteria.length} criteria)`;
}

export function inputWords({ input: { events, runs, names } }: Comparison): string {
  return `read ${events} events from ${names.join(", ")}: ${runs} runs of these days`;
}

export function problemWords({ kind, count, first, detail }: InputProblem): string {
  const { words, isUsed } = INPUT_PROBLEMS[kind];
  const what =
    detail === null ? "" : ` (${kind === "not-an-event" ? `no ${detail}, or another than it should be` : detail})`;
  return `${count} ${isUsed ? "counted" : "left out"}: ${words}; first at ${first.input}:${first.line}${what}`;
}
