/** Longest quotation in a message, in UTF-16 units. */
const MAX_QUOTED_LENGTH = 40;

/** Quotes the author's text for a message: cut to a readable length, with invisible characters made visible. */
export function quote(text: string): string {
  const shown = text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH - 1)}…` : text;
  return `"${shown.replace(/(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/gu, (character) => `<${codePoint(character)}>`)}"`;
}

/** The number of a character, such as `U+00A0`. */
export function codePoint(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
}
