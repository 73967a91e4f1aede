import { escaped } from "./html.ts";
import type { SlotCell, SlotGrid, SlotRow } from "./slot-rows.ts";
import { STATES, slotWords } from "./slot-words.ts";

const HOUR_MS = 3_600_000;

/** The slots as an ARIA grid: one stop of the tab key, within it the arrow keys lead from cell to cell. */
export function gridHtml({ times, rows }: SlotGrid, controls: number): string {
  const hours = [...new Set(times.map((time) => Math.floor(time / HOUR_MS)))];
  const heads = hours.map((hour) => {
    const span = times.filter((time) => Math.floor(time / HOUR_MS) === hour).length;
    return `<th scope="colgroup" colspan="${span}">${String(hour).padStart(2, "0")}</th>`;
  });
  const runners = controls + 1;
  const body = rows.map((row, index) => rowHtml(row, index, runners));
  return `<div class="scroll grid-scroll"><table role="grid" id="grid" aria-label="Every slot of every runner" aria-describedby="grid-help" aria-rowcount="${rows.length + 1}"><thead><tr><th scope="col">day</th><th scope="col">runner</th>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

function rowHtml({ day, source, cells }: SlotRow, index: number, runners: number): string {
  const marks = [...(index % runners === 0 ? [] : ["again"]), ...(index % runners === runners - 1 ? ["last"] : [])];
  const heads = `<th scope="row" class="day">${day.slice(5)}</th><th scope="row" class="runner">${escaped(source)}</th>`;
  const boxes = cells.map((cell, column) => cellHtml(cell, index === 0 && column === 0));
  return `<tr data-day="${day}" data-source="${escaped(source)}" class="${marks.join(" ")}">${heads}${boxes.join("")}</tr>`;
}

function cellHtml(cell: SlotCell | null, isEntry: boolean): string {
  const tabindex = isEntry ? "0" : "-1";
  if (!cell) return `<td role="gridcell" tabindex="${tabindex}" aria-label="nothing fires then"></td>`;
  const { state, isLate, extraRuns, isCompared } = cell;
  const marks = [...(isLate ? ["late"] : []), ...(extraRuns > 0 ? ["twice"] : []), ...(isCompared ? [] : ["out"])];
  const sign = extraRuns > 0 && state === "ok" ? "2" : isLate && state === "ok" ? "›" : STATES[state].sign;
  return `<td role="gridcell" tabindex="${tabindex}" class="${[`s-${state}`, ...marks].join(" ")}" data-state="${state}" aria-label="${escaped(slotWords(cell))}">${sign}</td>`;
}

/** What the signs mean, with how often each is there. */
export function legendHtml({ rows }: SlotGrid): string {
  const counts = new Map<string, number>();
  for (const cell of rows.flatMap(({ cells }) => cells))
    if (cell) counts.set(cell.state, (counts.get(cell.state) ?? 0) + 1);
  const items = Object.entries(STATES)
    .filter(([state]) => counts.has(state))
    .map(
      ([state, { sign, words }]) =>
        `<li><label><input type="checkbox" name="state" value="${state}" checked> <span class="key s-${state}" aria-hidden="true">${sign}</span> ${words} <span class="count">${counts.get(state)}</span></label></li>`,
    );
  return `<fieldset><legend>Outcomes</legend><ul class="legend">${items.join("")}</ul></fieldset>`;
}
