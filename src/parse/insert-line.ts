import type { TextEdit } from "../diagnostics/diagnostic.ts";
import { entryOf } from "./located.ts";
import type { YamlDocument } from "./yaml-document.ts";

/**
 * The edit that adds a line to the map at the top of a document: below one of its entries, or first where that is not
 * there. The line takes the indentation and the line break of the others. Nothing where the map is in braces.
 */
export function insertLine(document: YamlDocument, below: string, line: string): TextEdit | undefined {
  const { file, root } = document;
  const first = root.kind === "map" ? root.entries[0] : undefined;
  if (!first || file.text.charAt(root.span.start) === "{") return undefined;
  const entry = entryOf(root, below);
  const indent = indentOf(file.text, (entry ?? first).keySpan.start);
  const start = entry ? lineAfter(file.text, Math.max(entry.keySpan.end, entry.value.span.end)) : firstLine(document);
  if (indent === undefined || start === undefined) return undefined;
  const lineBreak = /\r?\n/.exec(file.text)?.[0] ?? "\n";
  return { span: { start, end: start }, text: `${indent}${line}${lineBreak}` };
}

/** The blanks before a key; undefined where anything else stands there. */
function indentOf(text: string, key: number): string | undefined {
  const before = text.slice(text.lastIndexOf("\n", key - 1) + 1, key).replace(/^\uFEFF/, "");
  return /^ *$/.test(before) ? before : undefined;
}

/** Where the line begins that follows an offset; a block ends where it begins. */
function lineAfter(text: string, offset: number): number | undefined {
  if (text.charAt(offset - 1) === "\n") return offset;
  const lineFeed = text.indexOf("\n", offset);
  return lineFeed < 0 ? undefined : lineFeed + 1;
}

/** Behind the opening fence, where there is one. */
function firstLine({ file, top }: YamlDocument): number | undefined {
  return file.text.startsWith("---", top.start) ? lineAfter(file.text, top.start + 3) : top.start;
}
