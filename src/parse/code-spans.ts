import type { Span } from "../source/source-file.ts";

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const INLINE = /(?<!`)(`{1,3})(?!`)[^`\n]{1,500}\1(?!`)/g;

/**
 * Where code stands in markdown, from one offset to another: fenced, between backticks, and on lines that begin with four
 * blanks or a tab, of which some may be text within a list.
 */
export function codeSpans(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  let fence: string | undefined;
  let offset = start;
  for (const line of text.slice(start, end).split("\n")) {
    const marker = FENCE.exec(line)?.[1];
    if (fence !== undefined || marker !== undefined || /^(?: {4}|\t)/.test(line)) {
      spans.push({ start: offset, end: offset + line.length });
    } else {
      for (const { 0: code, index } of line.matchAll(INLINE)) {
        spans.push({ start: offset + index, end: offset + index + code.length });
      }
    }
    if (fence === undefined) fence = marker;
    else if (marker?.startsWith(fence)) fence = undefined;
    offset += line.length + 1;
  }
  return spans;
}

/** Whether a span lies within one of some others, which are in order and do not overlap. */
export function isWithin({ start, end }: Span, spans: readonly Span[]): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((spans[middle]?.start ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const before = spans[low - 1];
  return before !== undefined && end <= before.end;
}
