import type { SourceFile, Span } from "../source/source-file.ts";

/** The markdown body of a definition. */
export interface Runbook {
  readonly span: Span;
  readonly headings: readonly Heading[];
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly span: Span;
}

/** Finds the headings of a runbook, ATX or underlined; what stands in fenced code is no heading. */
export function parseRunbook(file: SourceFile, span: Span): Runbook {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let previous: Line | undefined;
  for (const line of linesOf(file, span)) {
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line.text)?.[1];
    if (fence) {
      if (marker?.startsWith(fence) && line.text.trim() === marker) fence = undefined;
      continue;
    }
    if (marker) fence = marker;
    const heading = atxHeading(line) ?? (previous && underlinedHeading(previous, line));
    if (heading) headings.push(heading);
    previous = heading || marker || line.text.trim() === "" ? undefined : line;
  }
  return { span, headings };
}

interface Line {
  readonly start: number;
  readonly text: string;
}

function* linesOf(file: SourceFile, span: Span): Generator<Line> {
  let start = span.start;
  for (const part of file.text.slice(span.start, span.end).split("\n")) {
    yield { start, text: part.replace(/\r$/, "") };
    start += part.length + 1;
  }
}

function atxHeading(line: Line): Heading | undefined {
  const match = /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line.text);
  if (!match) return undefined;
  const text = line.text.slice(match[0].length).replace(/[ \t]#+[ \t]*$/, "");
  return { level: match[1]?.length ?? 1, text: text.trim(), span: spanOf(line) };
}

function underlinedHeading(title: Line, line: Line): Heading | undefined {
  const sign = /^ {0,3}(=+|-+)[ \t]*$/.exec(line.text)?.[1]?.[0];
  if (!sign) return undefined;
  return { level: sign === "=" ? 1 : 2, text: title.text.trim(), span: spanOf(title) };
}

function spanOf(line: Line): Span {
  return { start: line.start, end: line.start + Math.max(line.text.trimEnd().length, 1) };
}
