import type { Lane } from "./lanes.ts";
import { atOnceHeights } from "./overlaps.ts";
import { axisMarks, GRAPH, LEFT, pixelAt } from "./svg-frame.ts";
import { bars, group, skyline, textAt } from "./svg-parts.ts";
import { busyOf, type Timeline } from "./timeline.ts";
import { counted, heldWords, percent, proposalWords } from "./words.ts";

const MAX_LANES = 40;
const MAX_BRIDGES = 6;
const MAX_EDITS = 30;
const ROW = 20;
const NAME_LENGTH = 40;
const PAUSED = " (paused)";

/** How many runs may be under way through each bridge. */
export function overlapsSection({ overlaps, period, proposal }: Timeline) {
  const levelled = new Map(proposal?.overlaps.map((it) => [`${it.kind} ${it.name}`, it.atOnce]));
  const bridges = overlaps.filter(({ kind }) => kind === "bridge");
  const shown = bridges.slice(0, MAX_BRIDGES);
  const height = 44;
  const one = height + 34;
  return {
    height: shown.length === 0 ? 0 : shown.length * one + 30,
    draw: (top: number) =>
      shown.flatMap(({ name, atOnce, lanes, busy }, index) => {
        const ground = top + 30 + index * one + height;
        const then = levelled.get(`bridge ${name}`) ?? atOnce;
        const words = `up to ${counted(atOnce)} of ${counted(lanes.length)} at once, busy ${percent(busy)}`;
        const levelledWords = then < atOnce ? `up to ${counted(then)} by the proposal` : "";
        const heights = atOnceHeights(lanes, period, GRAPH.width).map(
          (count) => (count * height) / Math.max(atOnce, 1),
        );
        return [
          ...(index === 0
            ? [textAt(LEFT, top + 14, headOf("What may run at once", shown, bridges), { as: "part" })]
            : []),
          ...[cut(name), words, levelledWords].map((line, row) =>
            textAt(GRAPH.left - 12, ground - 32 + row * 16, line, { as: "small", anchor: "end" }),
          ),
          group(`${name}: ${words} of the time${levelledWords && `, ${levelledWords}`}`, [
            ...axisMarks(period, ground, height),
            `<path class="now" d="${skyline(heights, GRAPH.left, ground)}"/>`,
          ]),
        ];
      }),
  };
}

/** When each activity fires, and how long it may run: strong by its work budget, faint until the attempt is given up. */
export function lanesSection({ lanes, period }: Timeline) {
  const busiest = [...lanes].sort((a, b) => busyOf(b, period) - busyOf(a, period)).slice(0, MAX_LANES);
  const head = headOf(
    "How long each may run: strong by its work budget, faint until the attempt is given up",
    busiest,
    lanes,
  );
  const height = busiest.length * ROW;
  return {
    height: height + 70,
    draw: (top: number) => [
      textAt(LEFT, top + 14, head, { as: "part" }),
      ...axisMarks(period, top + 28 + height, height),
      ...busiest.map((lane, index) => laneRow(lane, period, top + 28 + index * ROW)),
    ],
  };
}

const BAR_HEIGHT = 12;
const MIN_BAR_PIXELS = 1;

function laneRow(lane: Lane, period: Timeline["period"], top: number): string {
  const { id, title, enabled, max_seconds, start_to_close_seconds, schedule } = lane.activity;
  const spans = (seconds: number) =>
    Array.from(lane.minutes, (minute) => {
      const from = pixelAt(period, minute * 60);
      const to = Math.min(pixelAt(period, minute * 60 + seconds), GRAPH.left + GRAPH.width);
      return [from, Math.max(to, from + MIN_BAR_PIXELS)] as const;
    });
  const isMarginSeen = pixelAt(period, start_to_close_seconds) > GRAPH.left + MIN_BAR_PIXELS;
  const state = enabled ? "" : ", paused";
  const words = `${id} (${title}${state}): ${schedule.cron}, ${counted(lane.minutes.length)} fires, ${max_seconds} of ${start_to_close_seconds} s, busy ${percent(busyOf(lane, period))} of the time`;
  return group(words, [
    textAt(GRAPH.left - 12, top + 14, `${enabled ? cut(id) : `${cut(id, NAME_LENGTH - PAUSED.length)}${PAUSED}`}`, {
      as: "small",
      anchor: "end",
    }),
    ...(isMarginSeen ? [`<path class="margin" d="${bars(spans(start_to_close_seconds), top + 4, BAR_HEIGHT)}"/>`] : []),
    `<path class="now" d="${bars(spans(max_seconds), top + 4, BAR_HEIGHT)}"/>`,
  ]);
}

/** The moves that level the peak, as edits. */
export function proposalSection(timeline: Timeline) {
  const { lanes, load, proposal } = timeline;
  const edits = proposal?.edits ?? [];
  const shown = edits.slice(0, MAX_EDITS);
  const lines = [
    ...shown.map(({ lane, cron }) => ({ name: lane.activity.id, text: `${lane.activity.schedule.cron}  →  ${cron}` })),
    ...(edits.length > shown.length ? [{ name: "", text: `and ${counted(edits.length - shown.length)} more` }] : []),
    ...heldWords(lanes).map((words) => ({ name: "left where they are", text: words })),
  ];
  return {
    height: load.peak < 2 ? 0 : 40 + lines.length * ROW,
    draw: (top: number) =>
      load.peak < 2
        ? []
        : [
            textAt(LEFT, top + 14, "Proposal", { as: "part" }),
            textAt(LEFT + 80, top + 14, proposalWords(timeline)),
            ...lines.flatMap(({ name, text }, index) => [
              textAt(GRAPH.left - 12, top + 40 + index * ROW, cut(name), { as: "small", anchor: "end" }),
              textAt(GRAPH.left, top + 40 + index * ROW, text, { as: "code" }),
            ]),
          ],
  };
}

function headOf(title: string, { length: shown }: readonly unknown[], { length: all }: readonly unknown[]): string {
  return shown < all ? `${title} (the ${counted(shown)} busiest of ${counted(all)})` : title;
}

/** A name, of which the end is cut where it is too long. */
function cut(name: string, length = NAME_LENGTH): string {
  return name.length > length ? `${name.slice(0, length - 1)}…` : name;
}
