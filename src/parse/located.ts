import type { Span } from "../source/source-file.ts";

/** A YAML value that knows where each of its parts stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: "map";
  readonly span: Span;
  readonly entries: readonly LocatedEntry[];
  readonly byKey: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Located;
}

export interface LocatedList {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: string | number | boolean | null;
}

export function locatedMap(span: Span, entries: readonly LocatedEntry[]): LocatedMap {
  return { kind: "map", span, entries, byKey: new Map(entries.map((entry) => [entry.key, entry])) };
}

/** Keys and list indices from the root to a value. */
export type Path = readonly (string | number)[];

/** The plain value, as JSON has it. */
export function dataOf(located: Located): unknown {
  if (located.kind === "scalar") return located.value;
  if (located.kind === "list") return located.items.map(dataOf);
  const data: Record<string, unknown> = {};
  for (const { key, value } of located.entries) {
    // An assignment to this one key would set the prototype instead.
    if (key === "__proto__")
      return Object.fromEntries(located.entries.map((entry) => [entry.key, dataOf(entry.value)]));
    data[key] = dataOf(value);
  }
  return data;
}

export function entryOf(located: Located | undefined, key: string | number): LocatedEntry | undefined {
  if (located?.kind !== "map") return undefined;
  return located.byKey.get(String(key));
}

function childOf(located: Located | undefined, key: string | number): Located | undefined {
  if (located?.kind === "list") return located.items[Number(key)];
  return entryOf(located, key)?.value;
}

export function valueAt(root: Located, path: Path): Located | undefined {
  return path.reduce<Located | undefined>((at, key) => childOf(at, key), root);
}
