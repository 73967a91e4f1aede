import type { Definition } from "../model/definition.ts";
import { dataAt, type Located, type Path, valueAt } from "../parse/located.ts";
import type { Span } from "../source/source-file.ts";

/** A text value of the front matter. */
export interface StringAt {
  readonly value: string;
  readonly span: Span;
}

/** What was found in a document before: several rules look at every text. */
const known = new WeakMap<Definition, readonly StringAt[]>();

/** Every text of a definition, in reading order; what the schema has refused is left to its own diagnostic. */
export function stringsOf(definition: Definition): readonly StringAt[] {
  const before = known.get(definition);
  if (before) return before;
  const found = stringsBelow(definition, []);
  known.set(definition, found);
  return found;
}

/** Every text at or below a path, in the same way. */
export function stringsBelow(definition: Definition, path: Path): StringAt[] {
  const found: StringAt[] = [];
  const top = valueAt(definition.document.root, path);
  if (definition.invalid.length === 0) {
    collect(top, found);
    return found;
  }
  const refused = new Set(definition.invalid.map((invalid) => JSON.stringify(invalid)));
  const walk = (located: Located | undefined, at: Path) => {
    if (!located || refused.has(JSON.stringify(at))) return;
    const inside = located.kind === "list" ? located.items.entries() : childrenOf(located);
    for (const [key, value] of inside) walk(value, [...at, key]);
    if (located.kind === "scalar" && typeof located.value === "string")
      found.push({ value: located.value, span: located.span });
  };
  walk(top, path);
  return found;
}

function collect(located: Located | undefined, into: StringAt[]): void {
  if (located === undefined) return;
  if (located.kind === "map") for (const { value } of located.entries) collect(value, into);
  else if (located.kind === "list") for (const item of located.items) collect(item, into);
  else if (typeof located.value === "string") into.push({ value: located.value, span: located.span });
}

function childrenOf(located: Located): (readonly [string, Located])[] {
  return located.kind === "map" ? located.entries.map(({ key, value }) => [key, value]) : [];
}

/** Whether one of the texts in a plain value is what is asked for. */
export function someText(data: unknown, is: (text: string) => boolean): boolean {
  if (typeof data === "string") return is(data);
  if (typeof data !== "object" || data === null) return false;
  if (Array.isArray(data)) return data.some((item) => someText(item, is));
  const map = data as Readonly<Record<string, unknown>>;
  for (const key in map) if (someText(map[key], is)) return true;
  return false;
}

/** What is sent with the call. */
const CALL_PARTS: readonly Path[] = ["path", "query", "headers", "body"].map((part) => ["invoke", part]);

/** Every text that is sent with the call: in its path, query, headers and body. */
export function callStrings(definition: Definition): StringAt[] {
  return CALL_PARTS.flatMap((part) => stringsBelow(definition, part));
}

/** Whether one of these is what is asked for, in a definition's plain data. */
export function someCallText(data: unknown, is: (text: string) => boolean): boolean {
  return CALL_PARTS.some((part) => someText(dataAt(data, part), is));
}

/**
 * Where in the file a search finds something in a text value. It looks at the text as it is written, so that places are
 * exact in block and folded text too; what only shows once escapes are read is placed at the whole value.
 */
export function findIn<S extends Span>(
  { span, value }: StringAt,
  source: string,
  find: (text: string) => readonly S[],
): S[] {
  const written = find(source.slice(span.start, span.end));
  if (written.length > 0)
    return written.map((it) => ({ ...it, start: span.start + it.start, end: span.start + it.end }));
  return find(value)
    .slice(0, 1)
    .map((it) => ({ ...it, ...span }));
}
