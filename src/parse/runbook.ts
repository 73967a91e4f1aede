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

/** A line that may begin or end fenced code, or be a heading or underline one. */
const MARKED = /(?:^|\n)( {0,3}(?:`{3}|~{3}|#{1,6}(?:[ \t]|\r?(?:\n|$))|(?:=+|-+)[ \t]*\r?(?:\n|$)))/g;

/** Finds the headings of a runbook, ATX or underlined; what stands in fenced code is no heading. */
export function parseRunbook(file: SourceFile, span: Span): Runbook {
  const body = file.text.slice(span.start, span.end);
  const headings: Heading[] = [];
  let fence: string | undefined;
  let last: Line | undefined;
  MARKED.lastIndex = 0;
  for (let match = MARKED.exec(body); match; match = MARKED.exec(body)) {
    const line = lineAt(body, match.index + match[0].length - (match[1] ?? "").length, span);
    // The line feed at its end may begin the next match.
    MARKED.lastIndex = line.start - span.start + line.length;
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line.text)?.[1];
    if (fence) {
      if (!marker?.startsWith(fence) || line.text.trim() !== marker) continue;
      fence = undefined;
    } else if (marker) {
      fence = marker;
    } else {
      const before = lineBefore(file, line, span);
      const heading = atxHeading(line) ?? (before?.start === last?.start ? undefined : underlinedHeading(before, line));
      if (!heading) continue;
      headings.push(heading);
    }
    last = line;
  }
  return { span, headings };
}

interface Line {
  readonly start: number;
  readonly text: string;
}

/** The line that begins at an offset of the body. */
function lineAt(body: string, offset: number, span: Span): Line & { readonly length: number } {
  const end = body.indexOf("\n", offset);
  const text = body.slice(offset, end < 0 ? body.length : end);
  return { start: span.start + offset, text: text.replace(/\r$/, ""), length: text.length };
}

/** The line before another, unless it is blank, or the other is the first. */
function lineBefore(file: SourceFile, { start }: Line, span: Span): Line | undefined {
  if (start === span.start) return undefined;
  const before = Math.max(span.start, file.text.lastIndexOf("\n", start - 2) + 1);
  const text = file.text.slice(before, start - 1).replace(/\r$/, "");
  return text.trim() === "" ? undefined : { start: before, text };
}

function atxHeading(line: Line): Heading | undefined {
  const match = /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(line.text);
  if (!match) return undefined;
  const text = line.text.slice(match[0].length).replace(/[ \t]#+[ \t]*$/, "");
  return { level: match[1]?.length ?? 1, text: text.trim(), span: spanOf(line) };
}

function underlinedHeading(title: Line | undefined, line: Line): Heading | undefined {
  if (!title) return undefined;
  const sign = /^ {0,3}(=+|-+)[ \t]*$/.exec(line.text)?.[1]?.[0];
  if (!sign) return undefined;
  return { level: sign === "=" ? 1 : 2, text: title.text.trim(), span: spanOf(title) };
}

function spanOf(line: Line): Span {
  return { start: line.start, end: line.start + Math.max(line.text.trimEnd().length, 1) };
}
