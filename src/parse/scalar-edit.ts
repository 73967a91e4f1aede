import type { TextEdit } from "../diagnostics/diagnostic.ts";
import { type Path, valueAt } from "./located.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** What is text without quotes to YAML 1.1 and 1.2, also between the braces of a map on one line. */
const PLAIN_TEXT = /^[A-Za-z0-9][\w./-]*$/;

/** What one of the two reads as something else, though it is made of such characters. */
const NOT_TEXT = /^(?:true|false|null|yes|no|on|off|y|n)$|^0[xob]|^\d[\d_]*(?:\.\d*)?(?:e[-+]?\d+)?$/i;

/**
 * The edit that gives a text value another text and keeps its quotes; double ones where it had none and needs them.
 * Nothing where the path leads to no text on the place, or to a block (`|`, `>`).
 */
export function rewriteText(document: YamlDocument, path: Path, text: string): TextEdit | undefined {
  return rewrite(document, path, (written) => inQuotesOf(written, text));
}

/** The edit that puts a number, true or false in the place of a value; nothing where that is none, or a block. */
export function rewritePlain(document: YamlDocument, path: Path, text: string): TextEdit | undefined {
  return rewrite(document, path, () => text);
}

/** A text as it stands in the place of another, `written` with its quotes. */
export function inQuotesOf(written: string, text: string): string {
  if (written.startsWith("'")) return `'${text.replaceAll("'", "''")}'`;
  const isPlain = !written.startsWith('"') && PLAIN_TEXT.test(text) && !NOT_TEXT.test(text);
  return isPlain ? text : JSON.stringify(text);
}

function rewrite(document: YamlDocument, path: Path, write: (written: string) => string): TextEdit | undefined {
  const located = valueAt(document.root, path);
  if (located?.kind !== "scalar") return undefined;
  const { span } = located;
  const written = document.file.text.slice(span.start, span.end);
  return written === "" || /^[|>]/.test(written) ? undefined : { span, text: write(written) };
}
