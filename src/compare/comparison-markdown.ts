import type { Comparison } from "./comparison.ts";
import {
  comparedWords,
  inputWords,
  limitWords,
  pairsWords,
  problemWords,
  unionWords,
  verdictWords,
} from "./comparison-words.ts";
import { criterionWords } from "./criterion-words.ts";
import { figureRows, shownRunners } from "./figure-rows.ts";
import { dayText, minuteText } from "./show.ts";

/** Failures that are listed; the JSON has them all. */
const MAX_FAILURES = 200;

/** A comparison as a section of markdown, to be added to a runbook. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { title, from, until, behaviour, controls, candidate, criteria, failures, notes, input } = comparison;
  const sources = shownRunners(comparison).map(({ runner }) => runner.source);
  const sections = [
    [`## ${plain(title)}: parallel run ${dayText(from)} to ${dayText(until)}`],
    [
      `**${sentence(verdictWords(comparison))}** As of ${minuteText(comparison.comparedAt)}, for behaviour \`${behaviour}\`.`,
    ],
    [sentence(comparedWords(comparison))],
    table(
      ["criterion", "seen", "asked for", "of", ""],
      criteria.map((criterion) => {
        const { name, seen, threshold, of } = criterionWords(criterion);
        const why = criterion.why === null ? "" : `: ${criterion.why}`;
        return [name, seen, threshold, of, `${criterion.state}${why}`];
      }),
    ),
    table(
      ["", ...sources, ""],
      figureRows(comparison).map(({ name, values, remark }) => [name.trim(), ...values, remark]),
    ),
    [
      ...controls.map((control) => item(pairsWords(control, candidate.runner.source))),
      item(unionWords(comparison)),
      item(limitWords(comparison)),
      ...notes.map(item),
    ],
    ...(failures.length === 0
      ? []
      : [
          table(
            ["slot", "runner", "outcome", "explanation"],
            failures
              .slice(0, MAX_FAILURES)
              .map(({ slot, source, outcome, reason }) => [minuteText(slot), source, outcome, reason ?? "none"]),
          ),
        ]),
    [
      sentence(inputWords(comparison)),
      ...(input.problems.length > 0 ? [""] : []),
      ...input.problems.map((it) => item(problemWords(it))),
    ],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(plain).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

function item(text: string): string {
  return `- ${plain(text)}`;
}

function sentence(text: string): string {
  return `${plain(text.charAt(0).toUpperCase() + text.slice(1))}.`;
}

/** What comes from outside is text: it ends no cell and opens no tag. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\|<>*_`[\]]/g, (mark) => (mark === "<" ? "&lt;" : mark === ">" ? "&gt;" : `\\${mark}`));
}
