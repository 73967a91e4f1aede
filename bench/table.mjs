const COLUMNS = [
  ["", ({ name }) => name],
  ["ms: min", ({ milliseconds }) => whole(milliseconds.min)],
  ["median", ({ milliseconds }) => whole(milliseconds.median)],
  ["max", ({ milliseconds }) => whole(milliseconds.max)],
  ["x node", ({ to_node }) => ratio(to_node?.milliseconds)],
  ["x floor", ({ to_floor }) => ratio(to_floor?.milliseconds)],
  ["MiB: min", ({ peak_kib }) => mebibytes(peak_kib.min)],
  ["median", ({ peak_kib }) => mebibytes(peak_kib.median)],
  ["max", ({ peak_kib }) => mebibytes(peak_kib.max)],
  ["x node", ({ to_node }) => ratio(to_node?.peak)],
  ["x floor", ({ to_floor }) => ratio(to_floor?.peak)],
];

/** The rows as a table of text, numbers to the right; ratios are medians of the ratios within each round. */
export function table(rows) {
  const cells = [COLUMNS.map(([heading]) => heading), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  return cells.map((line) => `${aligned(line, widths)}\n`).join("");
}

function aligned([name, ...numbers], [nameWidth, ...widths]) {
  return [name.padEnd(nameWidth), ...numbers.map((number, index) => number.padStart(widths[index]))]
    .join("  ")
    .trimEnd();
}

const whole = (number) => number.toFixed(0);
const mebibytes = (kibibytes) => (kibibytes / 1024).toFixed(1);
const ratio = (spread) => (spread === undefined ? "" : spread.median.toFixed(2));
