import type { PlainBuilder } from "./plain-builder.ts";

// What the parts of the reader of plain YAML share: the place that it has reached, and the steps between values.
// Everywhere in it, `undefined` (or -1 for an offset) hands the whole text over to the library.

export const LINE_FEED = 10;
export const SPACE = 32;
const HASH = 35;
export const DASH = 45;
export const COLON = 58;

/**
 * Deeper than anybody indents, and shallow enough that 64 levels are out of reach: a line this far in that holds at
 * most two dashes on top of each other opens fewer.
 */
const MAX_INDENT = 40;

/** So few keys are compared with each other sooner than they are put into a set. */
const FEW = 24;

/** How far a text has been read. All offsets are those of the file. */
export interface Reader<V> {
  readonly text: string;
  readonly build: PlainBuilder<V>;
  /** Where the YAML ends, just behind a line feed. */
  readonly end: number;
  /** The next character to read; between two values of a block, the first one of its line that is not a space. */
  at: number;
  /** How many spaces stand before `at` on its line; -1 at the end of the text. Known between two values of a block. */
  indent: number;
  /** Up to where the last value reaches as the library counts: to the end of its line, or of the comments that it owns. */
  reach: number;
  /** The indentation of the innermost comment line since `reach`; -1 without one. */
  comment: number;
}

/** Steps over blanks and a comment to the start of the next line; false where anything else follows. */
export function finishLine(reader: Reader<unknown>): boolean {
  const { text } = reader;
  let at = reader.at;
  while (text.charCodeAt(at) === SPACE) at++;
  const code = text.charCodeAt(at);
  if (code === HASH && at > reader.at) at = text.indexOf("\n", at);
  else if (code !== LINE_FEED) return false;
  reader.at = at + 1;
  return true;
}

/**
 * Steps from the start of a line over blank and comment lines to what follows. The library lets a value own the
 * comment lines right behind it that are further in than its collection, unless it is a block (`|`, `>`).
 */
export function nextContent(reader: Reader<unknown>, column: number, ownsComments: boolean): boolean {
  const { text, end } = reader;
  let line = reader.at;
  let owns = ownsComments;
  reader.reach = line;
  reader.comment = -1;
  while (line < end) {
    let at = line;
    while (text.charCodeAt(at) === SPACE) at++;
    const indent = at - line;
    const code = text.charCodeAt(at);
    if (code === HASH) {
      if (indent > MAX_INDENT) return false;
      at = text.indexOf("\n", at);
      if (owns && indent > column) reader.reach = at + 1;
      else {
        owns = false;
        if (indent > reader.comment) reader.comment = indent;
      }
    } else if (code !== LINE_FEED) {
      reader.at = at;
      reader.indent = indent;
      return indent <= MAX_INDENT;
    }
    line = at + 1;
  }
  reader.at = end;
  reader.indent = -1;
  return true;
}

/**
 * Ends a block collection where its last value ended, and takes over from it how far it reaches: the comments behind
 * it belong to the innermost collection that they are not left of.
 */
export function endOfBlock(reader: Reader<unknown>, column: number): number {
  const end = reader.reach;
  if (column > 0 && reader.comment >= column) {
    reader.reach = reader.at;
    reader.comment = -1;
  }
  return end;
}

/** Whether a dash that begins an item of a block list stands here. */
export function isItem(reader: Reader<unknown>): boolean {
  const { text, at } = reader;
  if (text.charCodeAt(at) !== DASH) return false;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || next === LINE_FEED;
}

/** The entries of a map that is being read. */
export class EntryList<V> {
  readonly keys: string[] = [];
  readonly keySpans: number[] = [];
  readonly values: V[] = [];

  add(key: string, keyStart: number, keyEnd: number, value: V): void {
    this.keys.push(key);
    this.keySpans.push(keyStart, keyEnd);
    this.values.push(value);
  }
}

/** A map; undefined where a key stands in it twice. */
export function distinctMap<V>({ build }: Reader<V>, start: number, end: number, entries: EntryList<V>): V | undefined {
  return hasRepeatedKey(entries.keys) ? undefined : build.map(start, end, entries);
}

function hasRepeatedKey(keys: readonly string[]): boolean {
  if (keys.length > FEW) return new Set(keys).size < keys.length;
  for (let later = 1; later < keys.length; later++) {
    const key = keys[later];
    for (let index = 0; index < later; index++) if (keys[index] === key) return true;
  }
  return false;
}

/** Whether a line this far in, of a text in a block, is one at which the nesting is surely within its limit. */
export function isShallow(text: string, start: number, at: number): boolean {
  if (at - start > MAX_INDENT) return false;
  if (!isIndicator(text, at)) return true;
  let next = at + 1;
  while (text.charCodeAt(next) === SPACE) next++;
  return !isIndicator(text, next);
}

/** A dash, a question mark or a colon with a blank behind it. */
function isIndicator(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === DASH || code === COLON || code === 63) && text.charCodeAt(at + 1) === SPACE;
}

/**
 * What cannot stand unescaped everywhere: tabs, carriage returns and control characters, what some take for a line
 * break or for a mark, halves of surrogate pairs.
 */
const UNPLAIN = /[^\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

export function hasPlainCharacters(text: string, start: number, end: number): boolean {
  return !UNPLAIN.test(text.slice(start, end));
}
