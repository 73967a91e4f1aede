import type { MadeRun } from "../operate/command-result.ts";
import type { HistoryResult } from "../operate/history-result.ts";
import { countWords, secondsOf } from "./command-text.ts";

/** The runs as JSON lines, each by `schemas/run.schema.json`. */
export function historyLines({ runs }: HistoryResult): string {
  return runs.map((run) => `${JSON.stringify(run)}\n`).join("");
}

/** A line a run, and what they come to. */
export function historyText({ runs, from, until }: HistoryResult): string {
  const outcomes = new Map<string, number>();
  for (const { outcome } of runs) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const sum = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  const total = `${runs.length} ${runs.length === 1 ? "run" : "runs"} from ${from} until ${until}`;
  return [...runs.map(runLine), `${total}${sum === "" ? "" : `: ${sum}`}`, ""].join("\n");
}

const OUTCOME_WIDTH = "timed_out".length;
const SECONDS_WIDTH = "3600.0".length;

function runLine(run: MadeRun): string {
  const { started_at, outcome, source, attempts, reason } = run;
  return [
    `  ${started_at}`,
    outcome.padEnd(OUTCOME_WIDTH),
    `${secondsOf(run).toFixed(1).padStart(SECONDS_WIDTH)} s`,
    source,
    ...countWords(run),
    ...(attempts === 1 ? [] : [`${attempts} attempts`]),
    ...(reason === null ? [] : [reason]),
  ].join("  ");
}
