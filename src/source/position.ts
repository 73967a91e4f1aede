import type { SourceFile } from "./source-file.ts";

/** Both count from 1; columns are UTF-16 code units, as in the Language Server Protocol and SARIF. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const lineStartsOf = new WeakMap<SourceFile, readonly number[]>();

/** The offsets at which the lines of a file begin; a line ends with LF, CRLF or CR. */
function lineStarts(file: SourceFile): readonly number[] {
  const known = lineStartsOf.get(file);
  if (known) return known;
  const starts = [0];
  for (const match of file.text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  lineStartsOf.set(file, starts);
  return starts;
}

export function positionAt(file: SourceFile, offset: number): Position {
  const starts = lineStarts(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  // A byte order mark takes no column: no editor shows one.
  const mark = low === 0 && offset > 0 && file.text.startsWith("\uFEFF") ? 1 : 0;
  return { line: low + 1, column: offset - (starts[low] ?? 0) - mark + 1 };
}

/** A line's text without its line break; `line` counts from 1. */
export function lineText(file: SourceFile, line: number): string {
  const starts = lineStarts(file);
  const start = starts[line - 1] ?? file.text.length;
  let end = starts[line] ?? file.text.length;
  while (end > start && /[\r\n]/.test(file.text.charAt(end - 1))) end--;
  return file.text.slice(start, end);
}
