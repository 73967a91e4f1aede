const HEADINGS = ["", "median ms", "min–max", "peak MiB", "ratio", "to", "goal", "met"];

/** What both forms of the table have in common: a line a row, and one more for each further ratio or goal of it. */
function tableLines(rows) {
  return rows.flatMap(rowLines);
}

function rowLines(row) {
  const name = row.version ? `${row.name} (${row.version})` : row.name;
  if (row.missing) return [[name, "—", "", "", "", row.missing, "", ""]];
  const { min, median, max } = row.milliseconds;
  const times = [whole(median), `${whole(min)}–${whole(max)}`];
  const peak = row.peak_kib ? whole(row.peak_kib.median / 1024) : "";
  const goals = [...row.relations.map(relationCells), ...peakGoalCells(row)];
  const [first = ["", "", "", ""], ...others] = goals;
  return [[name, ...times, peak, ...first], ...others.map((cells) => ["", "", "", "", ...cells])];
}

function relationCells({ to, ratio, limit, met, missing }) {
  const goal = limit === undefined ? "" : `≤ ${limit}`;
  if (missing) return ["—", to, goal, limit === undefined ? "" : "not measured"];
  return [ratio.median.toFixed(2), to, goal, answer(met)];
}

function peakGoalCells({ peak_goal: goal }) {
  return goal ? [["", "peak memory", `≤ ${goal.limit_mib} MiB`, answer(goal.met)]] : [];
}

const answer = (met) => (met === undefined ? "" : met ? "yes" : "no");
const whole = (number) => Math.round(number).toLocaleString("en-US");

const TO_THE_RIGHT = [1, 2, 3, 4];

/** The rows as a table of text, numbers to the right. */
export function table(rows) {
  const cells = [HEADINGS, ...tableLines(rows)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const padded = (cell, column) =>
    TO_THE_RIGHT.includes(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]);
  return cells.map((line) => `${line.map(padded).join("  ").trimEnd()}\n`).join("");
}

/** The same as a table of markdown. */
export function markdownTable(rows) {
  const edge = HEADINGS.map((_, column) => (TO_THE_RIGHT.includes(column) ? "--:" : "---"));
  return [HEADINGS, edge, ...tableLines(rows)].map((line) => `| ${line.join(" | ")} |\n`).join("");
}

/** How many of the goals are met, and which are not. */
export function goalSummary(rows) {
  const goals = rows.flatMap((row) =>
    [...row.relations, ...(row.peak_goal ? [row.peak_goal] : [])]
      .filter(({ limit, limit_mib }) => limit !== undefined || limit_mib !== undefined)
      .map(({ met }) => met),
  );
  const count = (answer) => goals.filter((met) => met === answer).length;
  const unknown = count(undefined) === 0 ? "" : `, ${count(undefined)} not measured`;
  return `${count(true)} of ${goals.length} goals met, ${count(false)} missed${unknown}`;
}
