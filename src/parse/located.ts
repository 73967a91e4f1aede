import type { Span } from "../source/source-file.ts";

/** A YAML value that knows where each of its parts stands. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: "map";
  readonly span: Span;
  /** In reading order, each key once. */
  readonly entries: readonly LocatedEntry[];
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

/** In maps of so few entries, one is found sooner by looking at each than an index of them is built. */
const FEW = 24;

/** Built when one is asked for: most maps are small, and every definition has a dozen. */
const indexes = new WeakMap<readonly LocatedEntry[], ReadonlyMap<string, LocatedEntry>>();

function indexOf(entries: readonly LocatedEntry[]): ReadonlyMap<string, LocatedEntry> {
  const known = indexes.get(entries);
  if (known) return known;
  const index = new Map(entries.map((entry) => [entry.key, entry]));
  indexes.set(entries, index);
  return index;
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
  const { entries } = located;
  const name = String(key);
  return entries.length > FEW ? indexOf(entries).get(name) : entries.find((entry) => entry.key === name);
}

function childOf(located: Located | undefined, key: string | number): Located | undefined {
  if (located?.kind === "list") return located.items[Number(key)];
  return entryOf(located, key)?.value;
}

export function valueAt(root: Located, path: Path): Located | undefined {
  return path.reduce<Located | undefined>((at, key) => childOf(at, key), root);
}

/** The part of a plain value at a path; undefined where there is nothing. */
export function dataAt(data: unknown, path: Path): unknown {
  let at = data;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
}
