const MIN_NAME_COLUMNS = 8;

/** A column as wide as its longest text, but no wider than there is room for; of what is longer, the end is cut. */
export function columnFor(texts: readonly string[], room: number): (text: string) => string {
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const width = Math.max(MIN_NAME_COLUMNS, Math.min(longest, room));
  return (text) => fitted(text, width).padEnd(width);
}

/** A text of which the end is cut where it is too long. */
export function fitted(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
}

/** A text in lines, at its blanks; of a word that is longer than a line, the end is cut. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const whole of text.split(" ")) {
    const word = fitted(whole, width);
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
