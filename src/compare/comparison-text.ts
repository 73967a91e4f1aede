import colors from "picocolors";
import { printable } from "../diagnostics/frame.ts";
import type { Comparison, Criterion, Failure } from "./comparison.ts";
import {
  comparedWords,
  headline,
  inputWords,
  limitWords,
  pairsWords,
  problemWords,
  unionWords,
  verdictWords,
} from "./comparison-words.ts";
import { criterionWords } from "./criterion-words.ts";
import { figureRows, shownRunners } from "./figure-rows.ts";
import { minuteText } from "./show.ts";

/** Failures that are listed; the rest is counted. */
const MAX_FAILURES = 12;

/** A comparison for people at a terminal. `files` are what it was written to. */
export function comparisonText(comparison: Comparison, files: readonly string[], color: boolean): string {
  const { controls, candidate, criteria, notes, input } = comparison;
  const paint = colors.createColors(color);
  const marks = { passed: paint.green("✔"), failed: paint.red("✖"), undecided: paint.yellow("?") };
  const lines = [
    headline(comparison),
    comparedWords(comparison),
    "",
    ...tableLines(comparison),
    "",
    ...controls.map((control) => `  ${pairsWords(control, candidate.runner.source)}`),
    `  ${unionWords(comparison)}`,
    `  ${limitWords(comparison)}`,
    ...section(failureLines(comparison.failures)),
    ...section(notes.map((note) => `  note: ${note}`)),
    "",
    ...criterionLines(criteria, marks),
    "",
    `  ${verdictWords(comparison)}`,
    ...files.map((file) => `  written: ${file}`),
    "",
    inputWords(comparison),
    ...input.problems.map((problem) => `  ${problemWords(problem)}`),
  ];
  return `${lines.map((line) => printable(line).trimEnd()).join("\n")}\n`;
}

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", ...lines];
}

function tableLines(comparison: Comparison): string[] {
  const rows = figureRows(comparison);
  const heads = shownRunners(comparison).map(({ runner }) => runner.source);
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const widths = heads.map((head, at) => Math.max(head.length, ...rows.map(({ values }) => values[at]?.length ?? 0)));
  const line = (name: string, values: readonly string[], remark: string) =>
    `  ${name.padEnd(nameWidth)}  ${values.map((value, at) => value.padEnd(widths[at] ?? 0)).join("   ")}   ${remark}`;
  return [line("", heads, ""), ...rows.map(({ name, values, remark }) => line(name, values, remark))];
}

function failureLines(failures: readonly Failure[]): string[] {
  const width = Math.max(0, ...failures.map(({ source }) => source.length));
  const lines = failures
    .slice(0, MAX_FAILURES)
    .map(
      ({ slot, source, outcome, reason }) =>
        `  ${minuteText(slot)}  ${source.padEnd(width)}  ${outcome.padEnd(9)}  ${reason ?? "not explained"}`,
    );
  return failures.length > MAX_FAILURES ? [...lines, `  … and ${failures.length - MAX_FAILURES} more`] : lines;
}

function criterionLines(criteria: readonly Criterion[], marks: Readonly<Record<Criterion["state"], string>>): string[] {
  const words = criteria.map(criterionWords);
  const width = (pick: (it: (typeof words)[number]) => string) => Math.max(...words.map((it) => pick(it).length));
  const widths = [width((it) => it.name), width((it) => it.seen), width((it) => it.threshold)] as const;
  return criteria.flatMap(({ state, why }, at) => {
    const { name = "", seen = "", threshold = "", of = "" } = words[at] ?? {};
    const line = `  ${marks[state]} ${name.padEnd(widths[0])}  ${seen.padStart(widths[1])}  ${threshold.padEnd(widths[2])}  of ${of}`;
    return why === null ? [line] : [line, `      ${state}: ${why}`];
  });
}
