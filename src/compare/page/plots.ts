import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Comparison } from "../comparison.ts";
import { shownRunners } from "../figure-rows.ts";
import { dayText } from "../show.ts";
import type { SlotCell } from "./slot-rows.ts";

/** A plot of one number a run, over time, with one band for each runner. */
interface RunPlot {
  readonly name: "lateness" | "duration";
  readonly label: string;
  /** What a screen reader says in its place. */
  readonly description: string;
  /** Lines across, in seconds, each with its name. */
  readonly limits: readonly { readonly seconds: number; readonly name: string }[];
  readonly isLogarithmic: boolean;
}

const WIDTH = 1100;
const BAND_HEIGHT = 130;
const MARGINS = { marginLeft: 56, marginRight: 24, marginTop: 16, marginBottom: 28 };

/** The signs of outcomes, which need no colour. */
const SYMBOLS = { ok: "circle", warn: "triangle", failed: "times", timed_out: "square" } as const;

/** A scatter plot as SVG, made without a browser. Colours are variables of the page, so that they follow its scheme. */
export function plotSvg(plot: RunPlot, cells: readonly SlotCell[], comparison: Comparison): string {
  const { document } = parseHTML("<html></html>");
  const sources = shownRunners(comparison).map(({ runner }) => runner.source);
  const shown = cells.filter((cell) => !Number.isNaN(cell[plot.name]));
  // A logarithm has no place for what began at its fire, or before.
  const seconds = (cell: SlotCell) => (plot.isLogarithmic ? Math.max(cell[plot.name], LEAST_SECONDS) : cell[plot.name]);
  const marks = sources.flatMap((source) =>
    (Object.keys(SYMBOLS) as (keyof typeof SYMBOLS)[]).map((state) => {
      const own = shown.filter((cell) => cell.source === source && cell.state === state);
      return Plot.dot(own, {
        x: (cell: SlotCell) => new Date(cell.at),
        y: seconds,
        fy: () => source,
        symbol: SYMBOLS[state],
        r: state === "ok" ? 2 : 4,
        stroke: `var(--${state})`,
        fill: state === "ok" ? `var(--${state})` : "none",
        strokeWidth: state === "ok" ? 0 : 1.75,
        className: `dots dots-${sources.indexOf(source)}-${state}`,
      });
    }),
  );
  const limits = plot.limits.flatMap(({ seconds: limit, name }) => [
    Plot.ruleY([limit], { stroke: "var(--limit)", strokeDasharray: "4 3" }),
    Plot.text([limit], { y: limit, text: () => name, frameAnchor: "right", dx: -6, dy: -7, fill: "var(--limit)" }),
  ]);
  const bandNames = Plot.text(sources, {
    fy: (source: string) => source,
    text: (source: string) => source,
    frameAnchor: "top-left",
    dx: 8,
    dy: 6,
    fontWeight: "bold",
    fill: "var(--text)",
  });
  const largest = Math.max(...plot.limits.map((limit) => limit.seconds), ...shown.map(seconds));
  const domain = plot.isLogarithmic ? [LEAST_SECONDS, largest * LOG_HEADROOM] : [0, largest * LINEAR_HEADROOM];
  const svg = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions["document"]>,
    className: `plot-${plot.name}`,
    width: WIDTH,
    height: BAND_HEIGHT * sources.length + 40,
    ...MARGINS,
    ariaLabel: plot.label,
    ariaDescription: plot.description,
    style: { fontSize: "12px" },
    x: {
      type: "utc",
      domain: [new Date(comparison.from), new Date(comparison.until)],
      label: null,
      ticks: "day",
      tickFormat: (instant: Date) => dayText(instant.getTime()).slice(5),
    },
    y: {
      label: plot.label,
      domain,
      grid: true,
      ticks: 4,
      ...(plot.isLogarithmic ? { type: "log" as const, tickFormat: "~g" } : {}),
    },
    fy: { domain: sources, axis: null, padding: 0.1 },
    marks: [Plot.frame({ stroke: "var(--line)" }), ...limits, ...marks, bandNames],
  });
  return svg.outerHTML;
}

const LOG_HEADROOM = 4;
const LINEAR_HEADROOM = 1.2;
const LEAST_SECONDS = 0.05;
