/** A piece of the expression, with its offsets in the whole: `start` inclusive, `end` exclusive. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of `text`, separated by any white space. */
export function tokenize(text: string): Token[] {
  return Array.from(text.matchAll(/\S+/g), (match) => tokenAt(match[0], match.index));
}

/** The parts of `token` between the separators; as many as there are separators, and one. */
export function split(token: Token, separator: string): Token[] {
  let start = token.start;
  return token.text.split(separator).map((text) => {
    const part = tokenAt(text, start);
    start = part.end + separator.length;
    return part;
  });
}

/** One token from the first to the last of `tokens`, as `text` has it; all of `text` where there are none. */
export function enclose(text: string, tokens: readonly Token[]): Token {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? text.length;
  return { text: text.slice(start, end), start, end };
}

function tokenAt(text: string, start: number): Token {
  return { text, start, end: start + text.length };
}
