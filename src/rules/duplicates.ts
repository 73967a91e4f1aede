import type { FleetMember } from "../model/fleet-member.ts";
import { compareText } from "../source/compare-text.ts";

/** A definition whose key an earlier one, in the order of paths, has as well. */
export interface Duplicate {
  readonly first: FleetMember;
  readonly again: FleetMember;
}

/** Every definition that repeats the key of another; a definition without a key repeats nothing. */
export function duplicates(
  members: readonly FleetMember[],
  keyOf: (member: FleetMember) => string | undefined,
): Duplicate[] {
  if (!hasRepeats(members, keyOf)) return [];
  const byPath = [...members].sort((a, b) => compareText(a.file.path, b.file.path));
  const firstOf = new Map<string, FleetMember>();
  const found: Duplicate[] = [];
  for (const member of byPath) {
    const key = keyOf(member);
    if (key === undefined) continue;
    const first = firstOf.get(key);
    if (first) found.push({ first, again: member });
    else firstOf.set(key, member);
  }
  return found;
}

/** Most fleets repeat nothing, and need not be put in order to tell. */
function hasRepeats(members: readonly FleetMember[], keyOf: (member: FleetMember) => string | undefined): boolean {
  const keys = new Set<string>();
  let count = 0;
  for (const member of members) {
    const key = keyOf(member);
    if (key === undefined) continue;
    keys.add(key);
    count++;
  }
  return keys.size < count;
}
