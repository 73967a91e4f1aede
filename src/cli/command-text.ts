import colors from "picocolors";
import type { Check, CommandResult, MadeRun } from "../operate/command-result.ts";
import { OperationStop } from "../operate/operation-stop.ts";

/** What a command has come to, for people: the schedule before and after, the run, and each check. */
export function checksText(result: CommandResult, color: boolean): string {
  const { before, after, run, checks } = result;
  const lines = [
    `  schedule  ${stateWords(before)}${before.paused === after.paused ? "" : ` -> ${stateWords(after)}`}`,
    ...(after.note === "" ? [] : [`  note      ${after.note}`]),
    ...(run ? [`  run       ${runWords(run)}`] : []),
    ...checks.map((check) => `  ${mark(check, color)} ${check.name.padEnd(nameWidth(checks))}  ${checkWords(check)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function stateWords({ paused }: CommandResult["before"]): string {
  return paused ? "paused" : "active";
}

function runWords(run: MadeRun): string {
  const { run_id, outcome, attempts } = run;
  const tries = attempts === 1 ? "" : `, ${attempts} attempts`;
  return [`${run_id}  ${outcome} in ${secondsOf(run).toFixed(1)} s${tries}`, ...countWords(run)].join("  ");
}

export function secondsOf({ started_at, finished_at }: MadeRun): number {
  return (Date.parse(finished_at) - Date.parse(started_at)) / 1000;
}

/** What the called service has said that it did. */
export function countWords({ counts }: MadeRun): string[] {
  return Object.entries(counts ?? {}).map(([name, count]) => `${name} ${count}`);
}

function mark({ passed }: Check, color: boolean): string {
  const paint = colors.createColors(color);
  return passed === null ? "-" : passed ? paint.green("✔") : paint.red("✖");
}

function checkWords({ passed, seen, wanted }: Check): string {
  if (passed === null) return `not made: ${seen}`;
  return passed ? seen : `${seen}; wanted: ${wanted}`;
}

function nameWidth(checks: readonly Check[]): number {
  return Math.max(0, ...checks.map(({ name }) => name.length));
}

const CANARY_FAILED = "; the evidence says that the canary failed, and no cutover goes by it";

/** The stop of a command whose checks did not all pass. */
export function failedChecks({ command, id, checks, run }: CommandResult, target: string): OperationStop {
  const failed = checks.filter(({ passed }) => passed === false).map(({ name }) => name);
  return new OperationStop("failed", `${command} of ${id} did not pass: ${failed.join(", ")}`, {
    ...(run?.reason ? { why: run.reason } : {}),
    state: run ? `the run is recorded${command === "canary" ? CANARY_FAILED : ""}` : "no run was recorded",
    next: `mend the cause, then: actdef ${command} ${id} --target ${target}`,
  });
}
