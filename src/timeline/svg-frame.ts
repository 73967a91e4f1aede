import { instantAt, MINUTES_OF_DAY, type Period } from "./period.ts";
import { short, textAt } from "./svg-parts.ts";

export const PAGE_WIDTH = 1280;
/** Where headings begin. */
export const LEFT = 24;

/** Where what happens over time is drawn; to the left of it stand names. */
export const GRAPH = { left: 300, width: 944 } as const;

/** Where a second of a period is. */
export function pixelAt({ days }: Period, second: number): number {
  return GRAPH.left + (second * GRAPH.width) / (days * MINUTES_OF_DAY * 60);
}

/** The marks of time behind a graph that stands on `ground`, and their words below it. */
export function axisMarks(period: Period, ground: number, height: number): string[] {
  const step = period.days === 1 ? 120 : MINUTES_OF_DAY;
  const marks: string[] = [];
  for (let minute = 0; minute <= period.days * MINUTES_OF_DAY; minute += step) {
    const x = pixelAt(period, minute * 60);
    marks.push(`<path class="grid" d="M${short(x)} ${short(ground)}v-${height}"/>`);
    if (minute < period.days * MINUTES_OF_DAY || period.days === 1)
      marks.push(
        textAt(x, ground + 16, markWords(period, minute), {
          as: "small",
          anchor: period.days === 1 ? "middle" : "start",
        }),
      );
  }
  return [...marks, `<path class="ground" d="M${GRAPH.left} ${short(ground)}h${GRAPH.width}"/>`];
}

function markWords(period: Period, minute: number): string {
  const instant = instantAt(period, minute).toISOString();
  return period.days === 1 ? `${instant.slice(11, 13)}Z` : instant.slice(0, 10);
}
