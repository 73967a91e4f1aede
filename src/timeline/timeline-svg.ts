import { axisMarks, GRAPH, LEFT, PAGE_WIDTH } from "./svg-frame.ts";
import { escaped, group, skyline, textAt } from "./svg-parts.ts";
import { lanesSection, overlapsSection, proposalSection } from "./svg-sections.ts";
import type { Timeline } from "./timeline.ts";
import { counted, fleetWords, peakWords, periodWords, proposalWords } from "./words.ts";

/** A part of the picture, of so many pixels in height. */
interface Section {
  readonly height: number;
  draw(top: number): readonly string[];
}

const MARGIN = 24;

/**
 * A timeline as one self-contained SVG: no script, no font, no file beside it. Light or dark as the reader prefers; all
 * that is told by a place or a shape is told in words as well.
 */
export function timelineSvg(timeline: Timeline): string {
  const sections: readonly Section[] = [
    headSection(timeline),
    loadSection(timeline),
    overlapsSection(timeline),
    lanesSection(timeline),
    proposalSection(timeline),
  ];
  const drawn: string[] = [];
  let top = MARGIN;
  for (const section of sections) {
    drawn.push(...section.draw(top));
    top += section.height;
  }
  const height = top + MARGIN;
  const title = `When the activities fire, ${periodWords(timeline.period)}`;
  const description = `${fleetWords(timeline)}. ${peakWords(timeline)}. Proposal: ${proposalWords(timeline)}.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PAGE_WIDTH} ${height}" width="${PAGE_WIDTH}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>${STYLE}</style>
<rect class="page" width="100%" height="100%"/>
${drawn.join("\n")}
</svg>
`;
}

const STYLE = `
  .page { fill: #ffffff } text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: #1f2328 }
  .head { font-size: 20px; font-weight: 600 } .part { font-size: 15px; font-weight: 600 } .small { font-size: 12px; fill: #57606a }
  .code { font: 12px ui-monospace, "DejaVu Sans Mono", monospace }
  .grid { stroke: #d0d7de; stroke-width: 1; fill: none } .ground { stroke: #8c959f; stroke-width: 1; fill: none }
  .now { fill: #2f6fb5 } .then { fill: #1a7f5a } .margin { fill: #a9c8e8 } .limit { stroke: #1a7f5a; stroke-width: 1.5; stroke-dasharray: 6 4; fill: none }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .small { fill: #9da7b1 }
    .grid { stroke: #262c36 } .ground { stroke: #768390 }
    .now { fill: #6cb0f5 } .then { fill: #4ac6a0 } .margin { fill: #2c4f74 } .limit { stroke: #4ac6a0 }
  }
`;

function headSection(timeline: Timeline): Section {
  return {
    height: 86,
    draw: (top) => [
      textAt(LEFT, top + 18, periodWords(timeline.period), { as: "head" }),
      textAt(LEFT, top + 42, fleetWords(timeline)),
      textAt(LEFT, top + 62, peakWords(timeline)),
    ],
  };
}

const LOAD_HEIGHT = 110;

/** How many fire in each minute, now and by the proposal, to one scale. */
function loadSection(timeline: Timeline): Section {
  const { load, proposal, period } = timeline;
  const graphs = [
    { title: "Fires in one minute, now", of: load, as: "now" },
    ...(proposal ? [{ title: "By the proposal", of: proposal.load, as: "then" }] : []),
  ];
  const one = LOAD_HEIGHT + 64;
  return {
    height: graphs.length * one,
    draw: (top) =>
      graphs.flatMap(({ title, of, as }, index) => {
        const ground = top + index * one + LOAD_HEIGHT + 28;
        const label = `${title}: at most ${counted(of.peak)}`;
        const scale = LOAD_HEIGHT / Math.max(load.peak, 1);
        const limit = proposal && proposal.peak < load.peak ? ground - proposal.peak * scale : undefined;
        return [
          textAt(LEFT, top + index * one + 14, label, { as: "part" }),
          group(label, [
            ...axisMarks(period, ground, LOAD_HEIGHT),
            `<path class="${as}" d="${skyline(heightsOf(of.counts, scale), GRAPH.left, ground)}"/>`,
            ...(limit === undefined ? [] : [`<path class="limit" d="M${GRAPH.left} ${limit}h${GRAPH.width}"/>`]),
          ]),
          textAt(GRAPH.left - 8, ground - load.peak * scale + 4, counted(load.peak), { as: "small", anchor: "end" }),
          ...(limit === undefined || ground - limit < 14 || limit - ground + load.peak * scale < 14
            ? []
            : [textAt(GRAPH.left - 8, limit + 4, counted(proposal?.peak ?? 0), { as: "small", anchor: "end" })]),
          textAt(GRAPH.left - 8, ground, "0", { as: "small", anchor: "end" }),
        ];
      }),
  };
}

/** For each pixel the height of its fullest minute. */
function heightsOf(counts: Int32Array, scale: number): number[] {
  return Array.from({ length: GRAPH.width }, (_, pixel) => {
    const first = Math.floor((pixel * counts.length) / GRAPH.width);
    const behind = Math.max(first + 1, Math.floor(((pixel + 1) * counts.length) / GRAPH.width));
    return Math.max(...counts.subarray(first, behind)) * scale;
  });
}
