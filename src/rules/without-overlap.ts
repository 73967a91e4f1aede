import type { Span } from "../source/source-file.ts";

/** Spans in reading order; of those that overlap, the one that begins first, and of these the longest. */
export function withoutOverlap<S extends Span>(spans: readonly S[]): S[] {
  const kept: S[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}
