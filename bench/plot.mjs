// Bars of the times as an SVG: the median as the bar, the least and the largest time as a line across its end.
const WIDTH = 860;
const LEFT = 290;
const BAR_WIDTH = 450;
const ROW = 26;
const PANEL_HEAD = 44;
const FOOT = 46;

const STYLE = `
  .page { fill: #ffffff } text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: #24292f }
  .head { font-weight: 600 } .small { font-size: 12px; fill: #57606a }
  .own { fill: #2f6fb5 } .peer { fill: #8c959f } .floor { fill: #c4cad1 } .span { stroke: #24292f; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } text { fill: #e6edf3 } .small { fill: #9da7b1 }
    .own { fill: #6cb0f5 } .peer { fill: #768390 } .floor { fill: #444c56 } .span { stroke: #e6edf3 }
  }`;

/** What a row is of: the program itself, the least that anything can cost, or another program. */
function kindOf({ name, version }) {
  if (version) return "peer";
  return /^(?:node|read and hash)/.test(name) ? "floor" : "own";
}

/** One panel for each size that `pick` finds rows for. */
export function plot({ rows }, panels) {
  const shown = panels.map(({ title, pick }) => ({ title, rows: rows.filter((row) => !row.missing && pick(row)) }));
  const parts = [];
  let top = 8;
  for (const panel of shown.filter((one) => one.rows.length > 0)) {
    parts.push(...drawPanel(panel, top));
    top += PANEL_HEAD + panel.rows.length * ROW + 8;
  }
  parts.push(...legend(top + 20));
  const height = top + FOOT;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`;
  const title = "<title>Times of actdef and of other programs, in milliseconds</title>";
  return `${[head, title, `<style>${STYLE}\n</style>`, `<rect class="page" width="100%" height="100%" rx="6"/>`, ...parts, "</svg>"].join("\n")}\n`;
}

function drawPanel({ title, rows }, top) {
  const longest = Math.max(...rows.map(({ milliseconds }) => milliseconds.max));
  const x = (milliseconds) => round(LEFT + (BAR_WIDTH * milliseconds) / longest);
  return [
    text("head", 16, top + 26, title),
    ...rows.flatMap((row, index) => drawRow(row, top + PANEL_HEAD + index * ROW, x)),
  ];
}

function drawRow(row, top, x) {
  const { min, median, max } = row.milliseconds;
  const middle = round(top + ROW / 2);
  const label = row.name.replace(/, (?:1 file|1,000|10,000|100,000)(?=,|$)/, "");
  return [
    text("", LEFT - 10, middle + 4, label, "end"),
    `<rect class="${kindOf(row)}" x="${LEFT}" y="${top + 5}" width="${round(x(median) - LEFT)}" height="${ROW - 10}" rx="2"/>`,
    `<path class="span" d="M${x(min)} ${middle}H${x(max)}"/>`,
    text("small", x(max) + 8, middle + 4, `${Math.round(median).toLocaleString("en-US")} ms`),
  ];
}

function legend(y) {
  const entries = [
    ["own", "actdef", 16],
    ["peer", "other programs", 100],
    ["floor", "Node alone; files read and hashed", 240],
  ];
  const boxes = entries.flatMap(([kind, name, x]) => [
    `<rect class="${kind}" x="${x}" y="${y - 10}" width="12" height="12" rx="2"/>`,
    text("small", x + 18, y, name),
  ]);
  return [
    ...boxes,
    `<path class="span" d="M490 ${y - 4}H514"/>`,
    text("small", 520, y, "from the least to the largest time"),
  ];
}

function text(kind, x, y, content, anchor = "start") {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text${kind && ` class="${kind}"`} x="${x}" y="${y}" text-anchor="${anchor}">${escaped}</text>`;
}

const round = (number) => Math.round(number * 10) / 10;
