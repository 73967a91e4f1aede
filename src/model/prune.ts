import type { Path } from "../parse/located.ts";

/** A copy of plain data without the values at some paths; what is not there is passed over. */
export function prune(data: unknown, paths: readonly Path[]): unknown {
  if (paths.some((path) => path.length === 0)) return undefined;
  if (typeof data !== "object" || data === null || paths.length === 0) return data;
  const below = (key: string | number) =>
    paths.filter(([first]) => String(first) === String(key)).map((path) => path.slice(1));
  const kept = Object.entries(data)
    .map(([key, value]) => [key, prune(value, below(key))] as const)
    .filter(([key, value]) => value !== undefined || below(key).length === 0);
  return Array.isArray(data) ? kept.map(([, value]) => value) : Object.fromEntries(kept);
}
