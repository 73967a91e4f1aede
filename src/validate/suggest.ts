import leven from "leven";

/** The one choice that a misspelt word surely means: equal but for case, dashes and underscores, or closest by a few letters. */
export function closeMatch(word: string, choices: readonly string[]): string | undefined {
  if (word.length > 100) return undefined;
  const same = choices.filter((choice) => folded(choice) === folded(word));
  if (same.length === 1) return same[0];
  const allowed = Math.min(3, Math.floor(word.length / 3));
  const near = choices
    .map((choice) => ({ choice, distance: leven(folded(word), folded(choice), { maxDistance: allowed + 1 }) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance);
  const [best, second] = near;
  return best && best.distance !== second?.distance ? best.choice : undefined;
}

function folded(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, "");
}
