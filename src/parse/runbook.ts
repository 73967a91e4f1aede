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
  let last: Line | undefined;
  for (let start = span.start; start < span.end; start = lineAfter(file.text, start)) {
    const mark = markOf(file.text, start);
    if (mark === 0) continue;
    const line = lineAt(file.text, start);
    const marker = mark === BACKTICK || mark === TILDE ? /^ {0,3}(`{3,}|~{3,})/.exec(line.text)?.[1] : undefined;
    if (fence) {
      if (!marker?.startsWith(fence) || line.text.trim() !== marker) continue;
      fence = undefined;
    } else if (marker) {
      fence = marker;
    } else {
      const heading = mark === HASH ? atxHeading(line) : underlinedHeading(lineBefore(file, line, span), line, last);
      if (!heading) continue;
      headings.push(heading);
    }
    last = line;
  }
  return { span, headings };
}

const [SPACE, HASH, DASH, EQUALS, BACKTICK, TILDE] = [32, 35, 45, 61, 96, 126];

/** The character by which a line may begin or end fenced code, or be a heading or underline one; 0 for most other lines. */
function markOf(text: string, start: number): number {
  let at = start;
  while (at < start + 3 && text.charCodeAt(at) === SPACE) at++;
  const code = text.charCodeAt(at);
  if (code === HASH) return HASH;
  if (code === BACKTICK || code === TILDE) {
    return text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code ? code : 0;
  }
  if (code !== DASH && code !== EQUALS) return 0;
  while (text.charCodeAt(at) === code) at++;
  return at >= text.length || /[ \t\r\n]/.test(text.charAt(at)) ? code : 0;
}

interface Line {
  readonly start: number;
  readonly text: string;
}

/** The line that begins at an offset. */
function lineAt(text: string, start: number): Line {
  const end = Math.min(lineAfter(text, start) - 1, text.length);
  return { start, text: text.slice(start, text.charAt(end - 1) === "\r" ? end - 1 : end) };
}

/** Where the next line begins; behind the text's end where there is none. */
function lineAfter(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length + 1 : end + 1;
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
  const rest = line.text.slice(match[0].length);
  const text = rest.includes("#") ? rest.replace(/[ \t]#+[ \t]*$/, "") : rest;
  return { level: match[1]?.length ?? 1, text: text.trim(), span: spanOf(line) };
}

/** What stands above a line, unless that was marked itself. */
function underlinedHeading(title: Line | undefined, line: Line, last: Line | undefined): Heading | undefined {
  if (!title || title.start === last?.start) return undefined;
  const sign = /^ {0,3}(=+|-+)[ \t]*$/.exec(line.text)?.[1]?.[0];
  if (!sign) return undefined;
  return { level: sign === "=" ? 1 : 2, text: title.text.trim(), span: spanOf(title) };
}

function spanOf(line: Line): Span {
  return { start: line.start, end: line.start + Math.max(line.text.trimEnd().length, 1) };
}
