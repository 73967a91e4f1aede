/**
 * The entries of a map by code point of the key, so that the order in which a target was written changes no byte. Keys
 * are ASCII by the schema, so that JavaScript's order by UTF-16 code unit is the same.
 */
export function entriesInKeyOrder<V>(map: Readonly<Record<string, V>>): [string, V][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The same map with its keys in order. */
export function inKeyOrder<V>(map: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  return Object.fromEntries(entriesInKeyOrder(map));
}
