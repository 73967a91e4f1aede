import { wrapped } from "./columns.ts";
import { instantAt, MINUTES_OF_DAY } from "./period.ts";
import type { Timeline } from "./timeline.ts";
import { counted } from "./words.ts";

/** From nothing to the peak, in eighths of it: the height tells it, not a colour. */
const LEVELS = "·▁▂▃▄▅▆▇█";
const STEPS = LEVELS.length - 1;
/** Columns before and after the cells of a row. */
const [LABEL_COLUMNS, PEAK_COLUMNS] = [8, 8];

/** How the rows of the picture are cut: an hour each of a day, a day each of a week. */
interface Grid {
  readonly rowMinutes: number;
  readonly cellMinutes: number;
}

/** The load as rows of cells, each as high as its fullest minute; as fine as the columns allow. */
export function heatRows({ load, period }: Timeline, columns: number): string[] {
  if (load.peak === 0) return [];
  const grid = gridFor(period.days, columns);
  const rows: string[] = [];
  for (let start = 0; start < load.counts.length; start += grid.rowMinutes) {
    const row = load.counts.subarray(start, start + grid.rowMinutes);
    const instant = instantAt(period, start).toISOString();
    const label = period.days === 1 ? `${instant.slice(11, 13)}Z` : `${weekday(instant)} ${instant.slice(8, 10)}`;
    rows.push(`${label.padEnd(LABEL_COLUMNS)}${cells(row, grid, load.peak)}${peakOf(row).padStart(PEAK_COLUMNS)}`);
  }
  const indent = " ".repeat(LABEL_COLUMNS);
  const levels = wrapped(legend(load.peak), columns - LABEL_COLUMNS).map((line) => `${indent}${line}`);
  return [axis(grid), ...rows, ...levels];
}

function gridFor(days: 1 | 7, columns: number): Grid {
  const [rowMinutes, choices] = days === 1 ? [60, [1, 2, 3, 5, 10]] : [MINUTES_OF_DAY, [15, 20, 30, 60, 120]];
  const room = columns - LABEL_COLUMNS - PEAK_COLUMNS;
  const cellMinutes = choices.find((minutes) => rowMinutes / minutes <= room) ?? choices.at(-1) ?? rowMinutes;
  return { rowMinutes, cellMinutes };
}

function cells(row: Int32Array, { cellMinutes }: Grid, peak: number): string {
  let text = "";
  for (let start = 0; start < row.length; start += cellMinutes) {
    const most = Math.max(...row.subarray(start, start + cellMinutes));
    text += LEVELS[Math.ceil((most * STEPS) / peak)];
  }
  return text;
}

function peakOf(row: Int32Array): string {
  return counted(Math.max(...row));
}

/** Marks at every quarter of a row, and what stands at its end. */
function axis({ rowMinutes, cellMinutes }: Grid): string {
  const marks = rowMinutes === 60 ? [":00", ":15", ":30", ":45"] : ["00Z", "06Z", "12Z", "18Z"];
  const columns = rowMinutes / cellMinutes;
  const text = marks.map((mark) => mark.padEnd(columns / marks.length)).join("");
  return `${" ".repeat(LABEL_COLUMNS)}${text.slice(0, columns).padEnd(columns)}${"most".padStart(PEAK_COLUMNS)}`;
}

function legend(peak: number): string {
  const isSmall = peak <= STEPS;
  const all = Array.from({ length: STEPS }, (_, index) => index + 1);
  const counts = isSmall ? all.slice(0, peak) : [1, 4, STEPS].map((level) => Math.floor((level * peak) / STEPS));
  const upTo = isSmall ? "" : "up to ";
  const levels = counts.map((count) => `${LEVELS[Math.ceil((count * STEPS) / peak)]} ${upTo}${counted(count)}`);
  return [`${LEVELS[0]} none`, ...levels].join(", ");
}

function weekday(instant: string): string {
  return ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][new Date(instant).getUTCDay()] ?? "";
}
