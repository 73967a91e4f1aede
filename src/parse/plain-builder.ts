import type { Located, LocatedEntry, LocatedScalar } from "./located.ts";

/** What the reader of plain YAML makes of what it reads: see `PLAIN_DATA` and `LOCATED`. All offsets are those of the file. */
export interface PlainBuilder<V> {
  scalar(start: number, end: number, value: LocatedScalar["value"]): V;
  list(start: number, end: number, items: readonly V[]): V;
  /** A map whose keys are all different. */
  map(start: number, end: number, entries: PlainEntries<V>): V;
}

/** The entries of a map in reading order, field by field. */
export interface PlainEntries<V> {
  readonly keys: readonly string[];
  /** Where each key starts and ends, one behind the other. */
  readonly keySpans: readonly number[];
  readonly values: readonly V[];
}

/** Plain values, as JSON has them. */
export const PLAIN_DATA: PlainBuilder<unknown> = {
  scalar: (_start, _end, value) => value,
  list: (_start, _end, items) => items,
  map: (_start, _end, { keys, values }) => {
    const data: Record<string, unknown> = {};
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? "";
      // An assignment to this one key would set the prototype instead.
      if (key === "__proto__") return Object.fromEntries(keys.map((name, at) => [name, values[at]]));
      data[key] = values[index];
    }
    return data;
  },
};

/** Values that know where each of their parts stands. */
export const LOCATED: PlainBuilder<Located> = {
  scalar: (start, end, value) => ({ kind: "scalar", span: { start, end }, value }),
  list: (start, end, items) => ({ kind: "list", span: { start, end }, items }),
  map: (start, end, { keys, keySpans, values }) => ({
    kind: "map",
    span: { start, end },
    entries: values.map((value, index): LocatedEntry => {
      const keySpan = { start: keySpans[2 * index] ?? 0, end: keySpans[2 * index + 1] ?? 0 };
      return { key: keys[index] ?? "", keySpan, value };
    }),
  }),
};
