const MAX_LISTED = 5;

/** What a map of a target declares, for the place where it stands. */
export function declaredWords(names: readonly string[]): string {
  if (names.length === 0) return "nothing is declared here";
  return `declared here: ${names.slice(0, MAX_LISTED).join(", ")}${names.length > MAX_LISTED ? ", …" : ""}`;
}
