import type { TextEdit } from "../diagnostics/diagnostic.ts";
import type { Span } from "../source/source-file.ts";
import type { Fix } from "./fix.ts";

/**
 * The fixes that can be applied together: of those that overlap, the one that begins first, and of these the first in
 * the list. Fixes with the very same edits, such as those for several problems of one expression, go together.
 */
export function compatible(fixes: readonly Fix[]): Fix[] {
  const kept: Fix[] = [];
  const taken = new Set<string>();
  let end = -1;
  for (const fix of fixes.toSorted((a, b) => startOf(a) - startOf(b))) {
    const isTaken = fix.edits.every((edit) => taken.has(JSON.stringify(edit)));
    if (!isTaken && (startOf(fix) < end || insertsAt(end, fix))) continue;
    kept.push(fix);
    for (const edit of fix.edits) taken.add(JSON.stringify(edit));
    end = Math.max(end, ...fix.edits.map(({ span }) => span.end));
  }
  return kept;
}

function startOf({ edits }: Fix): number {
  return Math.min(...edits.map(({ span }) => span.start));
}

/** Two insertions at one place have no order. */
function insertsAt(offset: number, { edits }: Fix): boolean {
  return edits.some(({ span }) => span.start === offset && span.end === offset);
}

/** The distinct edits of some fixes, in reading order. */
export function editsOf(fixes: readonly Fix[]): TextEdit[] {
  const distinct = new Map(fixes.flatMap(({ edits }) => edits).map((edit) => [JSON.stringify(edit), edit]));
  return [...distinct.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** The text with its edits, which are in reading order and do not overlap, applied. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let position = 0;
  for (const { span, text: insert } of edits) {
    parts.push(text.slice(position, span.start), insert);
    position = span.end;
  }
  return parts.join("") + text.slice(position);
}

/** Where an offset in the edited text was before; within what an edit wrote, where that edit began. */
export function offsetBefore(offset: number, edits: readonly TextEdit[]): number {
  let shift = 0;
  for (const { span, text } of edits) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset < start + text.length) return span.start;
    shift += text.length - (span.end - span.start);
  }
  return offset - shift;
}

/** Where edits, which are in reading order, stand in the edited text. */
export function placesAfter(edits: readonly TextEdit[]): Span[] {
  let shift = 0;
  return edits.map(({ span, text }) => {
    const start = span.start + shift;
    shift += text.length - (span.end - span.start);
    return { start, end: start + text.length };
  });
}
