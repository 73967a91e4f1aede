import type { Definition } from "../model/definition.ts";
import { compareText } from "../source/compare-text.ts";

/** A definition on both sides, or on one alone. */
export type Match =
  | { readonly kind: "both"; readonly before: Definition; readonly after: Definition }
  | { readonly kind: "added"; readonly after: Definition }
  | { readonly kind: "removed"; readonly before: Definition };

/** Definitions belong together by uuid, which outlives a rename; what is left, by id. In the order of ids. */
export function matchDefinitions(before: readonly Definition[], after: readonly Definition[]): Match[] {
  const partnerOf = new Map<Definition, Definition>();
  for (const key of ["uuid", "id"] as const) {
    const taken = new Set(partnerOf.values());
    const free = new Map(before.filter((it) => !taken.has(it)).map((it) => [it.activity[key], it]));
    for (const definition of after.filter((it) => !partnerOf.has(it))) {
      const partner = free.get(definition.activity[key]);
      if (partner && free.delete(definition.activity[key])) partnerOf.set(definition, partner);
    }
  }
  const taken = new Set(partnerOf.values());
  const matches = [
    ...after.map((definition): Match => {
      const partner = partnerOf.get(definition);
      return partner ? { kind: "both", before: partner, after: definition } : { kind: "added", after: definition };
    }),
    ...before.filter((it) => !taken.has(it)).map((it): Match => ({ kind: "removed", before: it })),
  ];
  return matches.sort((a, b) => compareText(idOf(a), idOf(b)));
}

function idOf(match: Match): string {
  return match.kind === "removed" ? match.before.activity.id : match.after.activity.id;
}
