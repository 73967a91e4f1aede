/** What the page does where scripts run: a cell tells of itself, arrow keys lead through the grid, filters dim and hide. */
export const PAGE_SCRIPT = `
"use strict";
const grid = document.getElementById("grid");
const told = document.getElementById("told");
const rowsOf = () => [...grid.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.querySelectorAll("[role=gridcell]")]);
const enter = (cell) => {
  for (const other of grid.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
};
const STEPS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0], PageDown: [0, 4], PageUp: [0, -4] };
grid.addEventListener("keydown", (event) => {
  const rows = rowsOf();
  const row = rows.findIndex((cells) => cells.includes(event.target));
  if (row < 0) return;
  const column = rows[row].indexOf(event.target);
  const step = STEPS[event.key];
  const clamp = (value, last) => Math.max(0, Math.min(last, value));
  let to;
  if (step) to = rows[clamp(row + step[0], rows.length - 1)][clamp(column + step[1], rows[row].length - 1)];
  else if (event.key === "Home") to = event.ctrlKey ? rows[0][0] : rows[row][0];
  else if (event.key === "End") to = event.ctrlKey ? rows.at(-1).at(-1) : rows[row].at(-1);
  if (!to) return;
  event.preventDefault();
  enter(to);
  to.focus();
});
grid.addEventListener("focusin", ({ target }) => {
  const text = target.getAttribute("aria-label");
  if (target.matches("[role=gridcell]")) told.textContent = text;
});
const show = ({ target }) => {
  const cell = target.closest("[role=gridcell]");
  if (cell) told.textContent = cell.getAttribute("aria-label");
};
grid.addEventListener("mouseover", show);
grid.addEventListener("click", ({ target }) => {
  const cell = target.closest("[role=gridcell]");
  if (!cell) return;
  enter(cell);
  cell.focus();
});
const filters = document.getElementById("filters");
const chosen = (name) => new Map([...filters.querySelectorAll('input[name="' + name + '"]')].map((box) => [box.value, box.checked]));
const filter = () => {
  const [sources, states] = [chosen("source"), chosen("state")];
  const names = [...sources.keys()];
  let day;
  for (const row of grid.tBodies[0].rows) {
    row.hidden = sources.get(row.dataset.source) === false;
    if (row.hidden) continue;
    row.classList.toggle("again", row.dataset.day === day);
    day = row.dataset.day;
  }
  for (const cell of grid.querySelectorAll("[data-state]")) cell.classList.toggle("dim", states.get(cell.dataset.state) === false);
  for (const dots of document.querySelectorAll("[class*=dots-]")) {
    const [, source, state] = /dots-(\\d+)-(\\w+)/.exec(dots.getAttribute("class"));
    dots.style.display = sources.get(names[source]) === false || states.get(state) === false ? "none" : "";
  }
  const shown = grid.querySelectorAll("tr:not([hidden]) [data-state]:not(.dim)").length;
  document.getElementById("shown").textContent = shown + " of " + grid.querySelectorAll("[data-state]").length + " slots shown";
  const entry = grid.querySelector('tr:not([hidden]) [tabindex="0"]') ?? grid.querySelector("tr:not([hidden]) [role=gridcell]");
  if (entry) enter(entry);
};
filters.addEventListener("change", filter);
filters.hidden = false;
filter();
`;
