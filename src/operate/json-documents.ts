/** JSON documents of a text, one after another; or why they cannot be read, and where. */
export type JsonDocuments =
  | { readonly documents: readonly unknown[] }
  | { readonly problem: "cut" | "not-json" /** Counts from 1. */; readonly line: number };

/** Reads JSON objects that stand one after another, as several calls of kubectl leave them in one file. */
export function jsonDocuments(text: string): JsonDocuments {
  const documents: unknown[] = [];
  for (let start = skipSpace(text, 0); start < text.length; ) {
    const end = endOfObject(text, start);
    const line = lineAt(text, start);
    if (end === undefined) return text[start] === "{" ? { problem: "cut", line } : { problem: "not-json", line };
    try {
      documents.push(JSON.parse(text.slice(start, end)));
    } catch {
      return { problem: "not-json", line };
    }
    start = skipSpace(text, end);
  }
  return { documents };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (/[\s\uFEFF]/.test(text.charAt(at))) at++;
  return at;
}

/** Behind the brace that closes the object which begins there; undefined where none begins, or it is never closed. */
function endOfObject(text: string, start: number): number | undefined {
  if (text[start] !== "{") return undefined;
  const marks = /["{}]/g;
  const string = /"(?:[^"\\]|\\.)*"/gsy;
  let depth = 0;
  for (marks.lastIndex = start; ; ) {
    const mark = marks.exec(text);
    if (!mark) return undefined;
    if (mark[0] === '"') {
      string.lastIndex = mark.index;
      if (!string.test(text)) return undefined;
      marks.lastIndex = string.lastIndex;
    } else depth += mark[0] === "{" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
