/** A text as it may stand in XML; what no XML may hold is left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}

export interface TextOptions {
  readonly as?: string;
  readonly anchor?: "start" | "middle" | "end";
}

/** A line of text, whose base line is at `y`. */
export function textAt(x: number, y: number, text: string, { as, anchor = "start" }: TextOptions = {}): string {
  const attributes = `${as === undefined ? "" : `class="${as}" `}x="${short(x)}" y="${short(y)}"`;
  return `<text ${attributes}${anchor === "start" ? "" : ` text-anchor="${anchor}"`}>${escaped(text)}</text>`;
}

/** What belongs together, and what is said of it to those who do not see it. */
export function group(label: string, parts: readonly string[]): string {
  return `<g role="img" aria-label="${escaped(label)}"><title>${escaped(label)}</title>\n${parts.join("\n")}\n</g>`;
}

/** A number of pixels, to a tenth. */
export function short(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}

/** The outline of values, each one pixel wide and as high as it says; its ground is at `y`. */
export function skyline(heights: readonly number[], x: number, y: number): string {
  let path = `M${short(x)} ${short(y)}`;
  let before = 0;
  for (const [index, height] of heights.entries()) {
    if (height !== before) path += `H${short(x + index)}V${short(y - height)}`;
    before = height;
  }
  return `${path}H${short(x + heights.length)}V${short(y)}Z`;
}

/** Bars of one height side by side, each from one pixel to another; those that touch are one. */
export function bars(spans: readonly (readonly [from: number, to: number])[], y: number, height: number): string {
  let path = "";
  let [from, to] = spans[0] ?? [0, 0];
  const draw = () => {
    path += `M${short(from)} ${short(y)}H${short(to)}v${height}H${short(from)}Z`;
  };
  for (const [start, end] of spans.slice(1)) {
    if (start - to >= MIN_GAP_PIXELS) {
      draw();
      from = start;
    }
    to = Math.max(to, end);
  }
  if (spans.length > 0) draw();
  return path;
}

/** Of bars that are nearer to each other, nobody sees the gap. */
const MIN_GAP_PIXELS = 0.4;
