import { hash } from "node:crypto";
import type { Comparison, Criterion, Verdict } from "../comparison.ts";
import {
  comparedWords,
  headline,
  inputWords,
  limitWords,
  pairsWords,
  problemWords,
  unionWords,
  verdictWords,
} from "../comparison-words.ts";
import { criterionWords } from "../criterion-words.ts";
import { figureRows, shownRunners } from "../figure-rows.ts";
import type { Lane } from "../lane.ts";
import { minuteText } from "../show.ts";
import { gridHtml, legendHtml } from "./grid-html.ts";
import { escaped, tableHtml } from "./html.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { plotSvg } from "./plots.ts";
import { type SlotGrid, slotGrid } from "./slot-rows.ts";

const MARKS: Readonly<Record<Verdict | Criterion["state"], string>> = {
  successful: "✔",
  passed: "✔",
  failed: "✖",
  inconclusive: "?",
  undecided: "?",
};

/** Failures that are listed; the JSON has them all. */
const MAX_FAILURES = 500;

/** More slots than these are no picture: the figures tell of them. */
const MAX_CELLS = 20_000;

/** A comparison as one HTML file that loads nothing: every slot at a glance, the plots, and the verdict with its reasons. */
export function comparisonPage(comparison: Comparison, lanes: readonly Lane[]): string {
  const grid = comparison.slots * lanes.length <= MAX_CELLS ? slotGrid(lanes, comparison) : undefined;
  const sections = [
    titleHtml(comparison),
    criteriaHtml(comparison),
    grid ? gridSection(grid, comparison) : "<p>There are too many slots to draw them.</p>",
    grid ? plotSection(grid, comparison) : "",
    figuresHtml(comparison),
    inputHtml(comparison),
  ];
  const title = escaped(`${comparison.title}: ${headline(comparison)}`);
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash("sha256", PAGE_SCRIPT, "base64")}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${sections.join("\n")}
</main>
${grid ? `<script>${PAGE_SCRIPT}</script>` : ""}
</body>
</html>
`;
}

function titleHtml(comparison: Comparison): string {
  const { title, activityId, target, verdict, comparedAt, behaviour } = comparison;
  return `<h1>${escaped(title)}</h1>
<p>${escaped(headline(comparison))}</p>
<p class="soft"><code>${escaped(activityId)}</code> on ${escaped(target)}, as of ${minuteText(comparedAt)}, behaviour <code>${behaviour}</code></p>
<div class="verdict ${verdict}"><span class="mark" aria-hidden="true">${MARKS[verdict]}</span><div>${escaped(verdictWords(comparison))}<small>${escaped(comparedWords(comparison))}</small></div></div>`;
}

function criteriaHtml({ criteria }: Comparison): string {
  const rows = criteria.map((criterion) => {
    const { name, seen, threshold, of } = criterionWords(criterion);
    const { state, why } = criterion;
    return `<tr class="${state}"><th scope="row">${name}</th><td>${seen}</td><td>${threshold}</td><td>${of}</td><td><span class="mark" aria-hidden="true">${MARKS[state]}</span> ${escaped(state + (why === null ? "" : `: ${why}`))}</td></tr>`;
  });
  return `<h2 id="criteria">Criteria</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="criteria"><table class="figures"><thead><tr><th scope="col">criterion</th><th scope="col">seen</th><th scope="col">asked for</th><th scope="col">of</th><th scope="col">state</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function gridSection(grid: SlotGrid, comparison: Comparison): string {
  const sources = shownRunners(comparison).map(
    ({ runner: { source, role } }) =>
      `<li><label><input type="checkbox" name="source" value="${escaped(source)}" checked> ${escaped(source)} <span class="count">${role}</span></label></li>`,
  );
  return `<h2 id="slots">Every slot</h2>
<p id="grid-help" class="soft">Hours are UTC. Point at a slot, or go to it with the arrow keys, to be told of it; page up and down go by four slots, home and end to the ends of a row. A frame and 2 is a slot that ran twice, a bar and › one that began late; what is pale is not compared.</p>
<form id="filters" hidden><div class="filters"><fieldset><legend>Runners</legend><ul class="legend">${sources.join("")}</ul></fieldset>${legendHtml(grid)}</div><p class="soft" id="shown" role="status"></p></form>
${gridHtml(grid, comparison.controls.length)}
<output id="told" aria-live="polite">No slot is chosen.</output>`;
}

function plotSection(grid: SlotGrid, comparison: Comparison): string {
  const { graceSeconds, maxSeconds, criteria } = comparison;
  const cells = grid.rows.flatMap((row) => row.cells).filter((cell) => cell !== null);
  const share = criteria.find(({ name }) => name === "duration_p95_of_budget")?.threshold ?? 1;
  const spreads = (key: "lateness" | "duration") =>
    shownRunners(comparison)
      .map(
        ({ runner, [key]: it }) =>
          `${runner.source} ${it ? `${it.p50.toFixed(1)} / ${it.p95.toFixed(1)} / ${it.max.toFixed(1)} s` : "none"}`,
      )
      .join("; ");
  const late = `How long after its fire each run began. Median / 95th percentile / largest: ${spreads("lateness")}.`;
  const long = `How long each run took. Median / 95th percentile / largest: ${spreads("duration")}.`;
  const lateness = {
    name: "lateness",
    label: "seconds late",
    description: late,
    limits: [{ seconds: graceSeconds, name: `grace ${graceSeconds} s` }],
    isLogarithmic: true,
  } as const;
  const duration = {
    name: "duration",
    label: "seconds taken",
    description: long,
    limits: [
      { seconds: maxSeconds, name: `budget ${maxSeconds} s` },
      { seconds: maxSeconds * share, name: `p95 below ${Math.round(maxSeconds * share)} s` },
    ],
    isLogarithmic: false,
  } as const;
  const figure = (svg: string, text: string) =>
    `<figure><div class="scroll" tabindex="0" role="region" aria-label="${escaped(text)}">${svg}</div><figcaption>${escaped(text)} ● ok, △ with warnings, × failed, □ timed out.</figcaption></figure>`;
  return `<h2>Lateness</h2>${figure(plotSvg(lateness, cells, comparison), late)}
<h2>Duration</h2>${figure(plotSvg(duration, cells, comparison), long)}`;
}

function figuresHtml(comparison: Comparison): string {
  const { controls, candidate, failures, notes } = comparison;
  const sources = shownRunners(comparison).map(({ runner }) => runner.source);
  const rows = figureRows(comparison).map(({ name, values, remark }) => [name.trim(), ...values, remark]);
  const words = [
    ...controls.map((control) => pairsWords(control, candidate.runner.source)),
    unionWords(comparison),
    limitWords(comparison),
    ...notes,
  ];
  const failed = failures
    .slice(0, MAX_FAILURES)
    .map(({ slot, source, outcome, reason }) => [minuteText(slot), source, outcome, reason ?? "not explained"]);
  return `<h2>Figures</h2>${tableHtml("Both runners side by side", ["", ...sources, "remark"], rows)}
<ul class="notes">${words.map((text) => `<li>${escaped(text)}</li>`).join("")}</ul>
${failed.length === 0 ? "" : `<h2>Failures</h2>${tableHtml(failureCaption(failures.length), ["slot", "runner", "outcome", "explanation"], failed)}`}`;
}

function failureCaption(count: number): string {
  return `Runs that failed or timed out${count > MAX_FAILURES ? `: the first ${MAX_FAILURES} of ${count}` : ""}`;
}

function inputHtml(comparison: Comparison): string {
  const problems = comparison.input.problems.map((problem) => `<li>${escaped(problemWords(problem))}</li>`);
  return `<h2>What was read</h2><p>${escaped(inputWords(comparison))}</p><ul class="notes">${problems.join("")}</ul>`;
}
