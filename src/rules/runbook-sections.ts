import type { Definition } from "../model/definition.ts";
import type { Span } from "../source/source-file.ts";

/** A part of a runbook under one heading, its subsections included. */
export interface Section extends Span {
  /** In lower case; empty for what stands before the first heading. */
  readonly heading: string;
}

/** A deeper heading begins no section of its own. */
const MAX_LEVEL = 2;

/** The sections of a runbook, in order. */
export function sectionsOf({ runbook: { headings, span } }: Definition): Section[] {
  const starts = headings
    .filter(({ level }) => level <= MAX_LEVEL)
    .map(({ text, span: { start } }) => ({ heading: text.toLowerCase().replace(/\s+/g, " "), start }));
  const all = [{ heading: "", start: span.start }, ...starts];
  return all.map((section, index) => ({ ...section, end: all[index + 1]?.start ?? span.end }));
}
