import { columnFor, fitted, wrapped } from "./columns.ts";
import { heatRows } from "./heat-rows.ts";
import type { Herd } from "./load.ts";
import type { Overlap } from "./overlaps.ts";
import { busyOf, type Timeline } from "./timeline.ts";
import {
  clock,
  counted,
  fleetWords,
  heldWords,
  manyOf,
  peakWords,
  percent,
  periodWords,
  proposalWords,
} from "./words.ts";

const MAX_ROWS = 10;
const MAX_HERDS = 5;
const MAX_OVERLAPS = 8;
const MAX_EDITS = 20;
const BAR_COLUMNS = 12;
/** Of a row of the budgets, what is neither the name, nor the bar, nor the cron. */
const BUDGET_COLUMNS = 36;
const CRON_COLUMNS = 20;
const WIDE_COLUMNS = 90;
const MIN_COLUMNS = 40;

/** A timeline for a terminal of so many columns. Nothing is told by colour. */
export function timelineText(timeline: Timeline, columns: number): string {
  const width = Math.max(MIN_COLUMNS, columns);
  const sections = [
    [periodWords(timeline.period), fleetWords(timeline), peakWords(timeline)].flatMap((line) => wrapped(line, width)),
    heatRows(timeline, width),
    herdLines(timeline, width),
    budgetLines(timeline, width),
    overlapLines(timeline, width),
    proposalLines(timeline, width),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${text.join("\n\n")}\n`;
}

function herdLines({ herds, lanes, period }: Timeline, width: number): string[] {
  if (herds.length === 0) return [];
  const lines = herds.slice(0, MAX_HERDS).flatMap(({ count, minutes, members }: Herd) => {
    const [first = 0, ...others] = minutes;
    const more = others.length > 0 ? `, and in ${manyOf(others.length, "more minute")}` : "";
    const ids = members.map((place) => lanes[place]?.activity.id ?? "");
    return [...wrapped(`  ${counted(count)} at ${clock(period, first)}${more}`, width), ...listed(ids, width)];
  });
  return ["in the same minute", ...lines];
}

/** As many names as go on two lines, and how many more there are. */
function listed(names: readonly string[], width: number): string[] {
  const room = width - 4;
  for (let shown = names.length; shown > 1; shown = Math.min(shown - 1, Math.ceil(shown * 0.8))) {
    const more = names.length > shown ? [`and ${counted(names.length - shown)} more`] : [];
    const lines = wrapped([...names.slice(0, shown), ...more].join(", "), room);
    if (lines.length <= 2) return lines.map((line) => `    ${line}`);
  }
  return wrapped(`${names[0]}${names.length > 1 ? `, and ${counted(names.length - 1)} more` : ""}`, room).map(
    (line) => `    ${line}`,
  );
}

/** The activities that may run for most of the period. */
function budgetLines({ lanes, period }: Timeline, width: number): string[] {
  if (lanes.length === 0) return [];
  const longest = lanes
    .map((lane) => ({ lane, busy: busyOf(lane, period) }))
    .sort((a, b) => b.busy - a.busy)
    .slice(0, MAX_ROWS);
  const isWide = width >= WIDE_COLUMNS;
  const longestCron = Math.max(...longest.map(({ lane }) => lane.activity.schedule.cron.length));
  const barColumns = isWide ? BAR_COLUMNS : BAR_COLUMNS / 2;
  const name = columnFor(
    longest.map(({ lane }) => lane.activity.id),
    width - barColumns - BUDGET_COLUMNS - (isWide ? Math.min(longestCron + 2, CRON_COLUMNS) : 0),
  );
  const rows = longest.map(({ lane, busy }) => {
    const { id, schedule, max_seconds, start_to_close_seconds, enabled } = lane.activity;
    const drawn = bar(busy, max_seconds / start_to_close_seconds, barColumns);
    const budget = `${max_seconds} of ${start_to_close_seconds} s`.padEnd(16);
    const cron = isWide ? `  ${schedule.cron}` : "";
    return `  ${name(id)}  ${drawn} ${percent(busy).padStart(5)}  ${budget}  ${(enabled ? "" : "paused").padEnd(6)}${cron}`;
  });
  const more = lanes.length > longest.length ? [`  and ${counted(lanes.length - longest.length)} more`] : [];
  const title = "may be running, of the time (█ by the work budget, ▒ until the attempt is given up)";
  return [...wrapped(title, width), ...rows.map((row) => fitted(row.trimEnd(), width)), ...more];
}

/** A part of the time, and how much of that is work. */
function bar(part: number, work: number, columns: number): string {
  const filled = part > 0 ? Math.max(1, Math.round(part * columns)) : 0;
  return "█"
    .repeat(Math.ceil(filled * work))
    .padEnd(filled, "▒")
    .padEnd(columns, "·");
}

function overlapLines({ overlaps, proposal, period }: Timeline, width: number): string[] {
  if (overlaps.length === 0) return [];
  const shown = [
    ...overlaps.filter(({ kind }) => kind === "bridge").slice(0, MAX_OVERLAPS),
    ...overlaps.filter(({ kind }) => kind === "endpoint").slice(0, MAX_OVERLAPS),
  ];
  const after = new Map((proposal?.overlaps ?? []).map((it) => [`${it.kind} ${it.name}`, it.atOnce]));
  const rows = shown.flatMap((overlap) => {
    const then = after.get(`${overlap.kind} ${overlap.name}`) ?? (proposal ? 1 : overlap.atOnce);
    return [
      `  ${fitted(overlap.name, width - 2)}`,
      ...wrapped(overlapWords(overlap, then, period), width - 4).map((line) => `    ${line}`),
    ];
  });
  const more = overlaps.length > shown.length ? [`  and ${counted(overlaps.length - shown.length)} more`] : [];
  return ["may run at once", ...rows, ...more];
}

function overlapWords({ atOnce, atSecond, busy, lanes }: Overlap, then: number, period: Timeline["period"]): string {
  if (atOnce < 2) return `never two at once; busy ${percent(busy)} of the time`;
  const levelled = then < atOnce ? `, ${counted(then)} by the proposal` : "";
  const at = clock(period, Math.floor(atSecond / 60));
  return `up to ${counted(atOnce)} of ${manyOf(lanes.length, "activity", "activities")}, first at ${at}${levelled}; busy ${percent(busy)} of the time`;
}

function proposalLines(timeline: Timeline, width: number): string[] {
  const { lanes, load, proposal } = timeline;
  if (load.peak < 2) return [];
  const edits = proposal?.edits ?? [];
  const shown = edits.slice(0, MAX_EDITS);
  const name = columnFor(
    shown.map(({ lane }) => lane.activity.id),
    width - 40,
  );
  const before = columnFor(
    shown.map(({ lane }) => lane.activity.schedule.cron),
    18,
  );
  const rows = shown.flatMap(({ lane, cron }) => {
    const { id, schedule } = lane.activity;
    return width < WIDE_COLUMNS
      ? [fitted(`  ${id}`, width), fitted(`    ${schedule.cron}  ->  ${cron}`, width)]
      : [fitted(`  ${name(id)}  ${before(schedule.cron)}  ->  ${cron}`, width)];
  });
  const more =
    edits.length > shown.length ? [`  and ${counted(edits.length - shown.length)} more: --format json lists all`] : [];
  const held = heldWords(lanes).map((words) => `  left where they are: ${words}`);
  return [
    ...wrapped(`proposal: ${proposalWords(timeline)}`, width),
    ...rows,
    ...more,
    ...held.flatMap((line) => wrapped(line, width)),
  ];
}
