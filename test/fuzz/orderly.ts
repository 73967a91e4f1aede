import { expect } from "vitest";
import { analyse, type Sources } from "../../src/compile.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../src/source/source-file.ts";

/** Analyses sources twice, and expects that what is said lies within them and is the same both times. */
export function expectOrderly(sources: Sources): readonly Diagnostic[] {
  const { diagnostics } = analyse(sources);
  for (const { file, span, related, fix } of diagnostics) {
    expectInside(span, file);
    for (const place of related ?? []) expectInside(place.span, place.file);
    for (const edit of fix ?? []) expectInside(edit.span, file);
  }
  expect(analyse(sources).diagnostics).toEqual(diagnostics);
  return diagnostics;
}

function expectInside({ start, end }: Span, { text }: SourceFile): void {
  if (start >= 0 && end >= start && end <= text.length) return;
  expect({ start, end }).toBe(`within the ${text.length} characters of ${JSON.stringify(text)}`);
}
