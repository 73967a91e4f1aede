import type { SourceFile, Span } from "../source/source-file.ts";
import { dataOf, entryOf, type Located, type Path, valueAt } from "./located.ts";
import { readPlainYaml } from "./plain-yaml.ts";

/** A parsed YAML text: its value, and where each part of it stands in the file. */
export interface YamlDocument {
  readonly file: SourceFile;
  /** The value, as JSON has it. */
  readonly data: unknown;
  /** The same value, each part with its place. */
  readonly root: Located;
  /** Where to point for what is missing at the top: the opening fence, or the first line. */
  readonly top: Span;
  /**
   * Whether texts stand in the file as they are, but for their white space and quotes: every part of a text in which
   * there is neither of these can be found there.
   */
  readonly isVerbatim: boolean;
}

/** A document whose parts are located already. */
export function locatedDocument(file: SourceFile, root: Located, top: Span): YamlDocument {
  return { file, data: dataOf(root), root, top, isVerbatim: false };
}

/** A document in plain YAML, whose parts are located when somebody asks where one of them is: most have no problem. */
export class PlainDocument implements YamlDocument {
  readonly file: SourceFile;
  readonly data: unknown;
  readonly top: Span;
  readonly isVerbatim: boolean;
  private readonly within: Span;
  private located: Located | undefined;

  constructor(file: SourceFile, within: Span, top: Span, data: unknown) {
    this.file = file;
    this.data = data;
    this.top = top;
    this.within = within;
    const backslash = file.text.indexOf("\\", within.start);
    this.isVerbatim = backslash < 0 || backslash >= within.end;
  }

  get root(): Located {
    this.located ??= readPlainYaml(this.file.text, this.within);
    if (!this.located) throw new Error(`${this.file.path} is no plain YAML any more`);
    return this.located;
  }
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
