import { DASH, finishLine, isShallow, LINE_FEED, nextContent, type Reader, SPACE } from "./plain-lines.ts";

const PLUS = 43;
const FOLDED = 62;

/**
 * Reads a text in a block (`|`, `>`) that belongs to a collection at this column. What is rare is handed over: blank
 * lines at its beginning, spaces on blank lines that go beyond its indentation, lines in `>` that are further in than
 * the first, and digits behind the sign.
 */
export function readBlockText<V>(reader: Reader<V>, column: number): V | undefined {
  const { text, at: start } = reader;
  const isFolded = text.charCodeAt(start) === FOLDED;
  const chomping = text.charCodeAt(start + 1);
  const keeps = chomping === PLUS;
  const strips = chomping === DASH;
  reader.at = start + (keeps || strips ? 2 : 1);
  if (!finishLine(reader)) return undefined;

  let first = reader.at;
  while (text.charCodeAt(first) === SPACE) first++;
  const indent = first - reader.at;
  if (indent <= column || text.charCodeAt(first) === LINE_FEED || first >= reader.end) return undefined;

  let value = "";
  let line = reader.at;
  let contentEnd = line;
  let blank = 0;
  while (line < reader.end) {
    let at = line;
    while (text.charCodeAt(at) === SPACE) at++;
    if (text.charCodeAt(at) === LINE_FEED) {
      if (at - line > indent) return undefined;
      blank++;
      line = at + 1;
      continue;
    }
    if (at - line < indent) break;
    if ((isFolded && at - line > indent) || !isShallow(text, line, at)) return undefined;
    if (contentEnd > reader.at) value += isFolded ? foldedBreak(blank) : "\n".repeat(blank + 1);
    blank = 0;
    const lineEnd = text.indexOf("\n", at);
    value += text.slice(line + indent, lineEnd);
    line = lineEnd + 1;
    contentEnd = line;
  }
  if (keeps) value += "\n".repeat(blank + 1);
  else if (!strips) value += "\n";
  const end = keeps ? line : contentEnd;
  reader.at = end;
  return nextContent(reader, column, false) ? reader.build.scalar(start, end, value) : undefined;
}

/** Lines in `>` are joined by a space, and across blank lines by as many line feeds. */
function foldedBreak(blank: number): string {
  return blank === 0 ? " " : "\n".repeat(blank);
}
