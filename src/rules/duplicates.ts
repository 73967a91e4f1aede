import { compareText } from "../diagnostics/order.ts";
import type { Definition } from "../model/definition.ts";

/** A definition whose key an earlier one, in the order of paths, has as well. */
export interface Duplicate {
  readonly first: Definition;
  readonly again: Definition;
}

/** Every definition that repeats the key of another; a definition without a key repeats nothing. */
export function duplicates(
  definitions: readonly Definition[],
  keyOf: (definition: Definition) => string | undefined,
): Duplicate[] {
  const byPath = [...definitions].sort((a, b) => compareText(a.document.file.path, b.document.file.path));
  const firstOf = new Map<string, Definition>();
  const found: Duplicate[] = [];
  for (const definition of byPath) {
    const key = keyOf(definition);
    if (key === undefined) continue;
    const first = firstOf.get(key);
    if (first) found.push({ first, again: definition });
    else firstOf.set(key, definition);
  }
  return found;
}
