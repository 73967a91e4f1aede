import stringWidth from "string-width";
import { lineText, positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { maskSecrets } from "./secrets.ts";

/** A source line as it is shown, and where its carets go; both in terminal columns. */
export interface Frame {
  readonly line: number;
  readonly text: string;
  readonly indent: number;
  readonly carets: number;
}

const TAB = "    ";
const ELLIPSIS = "…";

/**
 * The line on which a span begins, at most `width` columns of it: tabs become four blanks, control characters become
 * visible, secrets become bullets. A span over several lines is marked to the end of its first.
 */
export function frameOf(file: SourceFile, span: Span, width: number, isSecret = false): Frame {
  const { line, column } = positionAt(file, span.start);
  const text = maskedLine(file, line);
  const start = Math.min(column - 1, text.length);
  const end = Math.min(start + Math.max(span.end - span.start, 1), Math.max(text.length, start));
  const shown = windowAround(start, text.length, width);
  const head = shown.from > 0 ? ELLIPSIS : "";
  const tail = shown.to < text.length ? ELLIPSIS : "";
  const before = head + printable(text.slice(shown.from, start));
  const written = text.slice(start, Math.min(end, shown.to));
  const marked = isSecret ? "•".repeat(written.length) : printable(written);
  const after = printable(text.slice(start + written.length, shown.to)) + tail;
  return { line, text: before + marked + after, indent: stringWidth(before), carets: Math.max(stringWidth(marked), 1) };
}

const maskedLinesOf = new WeakMap<SourceFile, Map<number, string>>();

/**
 * A line as it may be shown, secrets as bullets, without a byte order mark; worked out once, since many problems may stand
 * on one long line.
 */
export function maskedLine(file: SourceFile, line: number): string {
  const known = maskedLinesOf.get(file) ?? new Map<number, string>();
  maskedLinesOf.set(file, known);
  const masked = known.get(line) ?? maskSecrets(lineText(file, line)).replace(/^\uFEFF/, "");
  known.set(line, masked);
  return masked;
}

/** Makes control characters visible and tabs blank, so that a text can neither move the cursor nor colour the terminal. */
export function printable(text: string): string {
  return (
    text
      .replaceAll("\t", TAB)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\uFFFD")
  );
}

/** The part of a line that is shown: all of it where it fits, else what stands around the start of the span. */
function windowAround(start: number, length: number, width: number): { from: number; to: number } {
  if (length <= width) return { from: 0, to: length };
  const from = Math.max(0, Math.min(start - Math.floor(width / 4), length - width));
  return { from, to: Math.min(length, from + width - 2) };
}
