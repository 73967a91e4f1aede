import type { Path } from "../parse/located.ts";

/** A copy of plain data without the values at some paths; what is not there is passed over. */
export function prune(data: unknown, paths: readonly Path[]): unknown {
  if (typeof data !== "object" || data === null || paths.length === 0) return data;
  const below = new Map<string, Path[]>();
  for (const [first, ...rest] of paths) {
    if (first === undefined) return undefined;
    below.set(String(first), [...(below.get(String(first)) ?? []), rest]);
  }
  const isRemoved = (key: string) => below.get(key)?.some((path) => path.length === 0) ?? false;
  const kept = Object.entries(data)
    .filter(([key]) => !isRemoved(key))
    .map(([key, value]) => [key, prune(value, below.get(key) ?? [])] as const);
  return Array.isArray(data) ? kept.map(([, value]) => value) : Object.fromEntries(kept);
}
