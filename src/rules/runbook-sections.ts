import type { Definition } from "../model/definition.ts";
import type { Runbook } from "../parse/runbook.ts";
import type { Span } from "../source/source-file.ts";

/** A part of a runbook under one heading, its subsections included. */
export interface Section extends Span {
  /** In lower case; empty for what stands before the first heading. */
  readonly heading: string;
}

/** A deeper heading begins no section of its own. */
const MAX_LEVEL = 2;

/** What was found in a runbook before: several rules look at its sections. */
const known = new WeakMap<Runbook, readonly Section[]>();

/** The sections of a runbook, in order. */
export function sectionsOf({ runbook }: Definition): readonly Section[] {
  const sections = known.get(runbook) ?? findSections(runbook);
  known.set(runbook, sections);
  return sections;
}

function findSections({ headings, span }: Runbook): Section[] {
  const starts = headings
    .filter(({ level }) => level <= MAX_LEVEL)
    .map(({ text, span: { start } }) => ({ heading: text.toLowerCase().replace(/\s+/g, " "), start }));
  const all = [{ heading: "", start: span.start }, ...starts];
  return all.map((section, index) => ({ ...section, end: all[index + 1]?.start ?? span.end }));
}
