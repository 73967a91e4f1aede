import type { SourceFile, Span } from "../source/source-file.ts";
import { entryOf, type Located, type Path, valueAt } from "./located.ts";

/** A parsed YAML text: its value, and where each part of it stands in the file. */
export interface YamlDocument {
  readonly file: SourceFile;
  readonly root: Located;
  /** Where to point for what is missing at the top: the opening fence, or the first line. */
  readonly top: Span;
}

/** The span of a key, or of its value; of the nearest part that is there where the path leads further. */
export function locate(document: YamlDocument, path: Path, part: "key" | "value"): Span {
  if (path.length === 0) return document.top;
  const parent = path.slice(0, -1);
  const last = path[path.length - 1] ?? "";
  const entry = entryOf(valueAt(document.root, parent), last);
  if (entry && (part === "key" || isEmpty(entry.value))) return entry.keySpan;
  const value = valueAt(document.root, path);
  return value ? value.span : locate(document, parent, "key");
}

/**
 * The span of a part of a text value, given by offsets within the value; the whole value's span where escapes or folded
 * lines stand between the two.
 */
export function locateWithin(document: YamlDocument, path: Path, start: number, end: number): Span {
  const value = valueAt(document.root, path);
  const whole = locate(document, path, "value");
  if (value?.kind !== "scalar") return whole;
  const text = String(value.value);
  const written = document.file.text.slice(whole.start, whole.end);
  const quoted = written.slice(1, -1) === text && /^["']/.test(written);
  if (!quoted && written !== text) return whole;
  const base = whole.start + (quoted ? 1 : 0);
  return { start: base + start, end: base + end };
}

function isEmpty(value: Located): boolean {
  return value.span.start === value.span.end;
}
