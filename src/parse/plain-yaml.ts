import type { Span } from "../source/source-file.ts";
import type { Located } from "./located.ts";
import { readBlockText } from "./plain-block-text.ts";
import { LOCATED, PLAIN_DATA, type PlainBuilder } from "./plain-builder.ts";
import { isFlowStart, readFlow } from "./plain-flow.ts";
import {
  COLON,
  DASH,
  distinctMap,
  EntryList,
  endOfBlock,
  finishLine,
  hasPlainCharacters,
  isItem,
  LINE_FEED,
  nextContent,
  type Reader,
  SPACE,
} from "./plain-lines.ts";
import { beginsPlain, isQuote, plainEnd, plainValue, quotedValue } from "./plain-scalar.ts";
import { sharedKey } from "./shared-key.ts";

const HASH = 35;
const POINT = 46;
const FOLDED = 62;
const LITERAL = 124;

/** Longer keys are handed over: YAML allows 1024 characters up to the colon. */
const MAX_KEY_LENGTH = 1000;

/**
 * Reads YAML of the plain kind in which definitions are written: maps and lists in blocks, or in brackets on one line;
 * scalars on one line, and texts in blocks. It gives exactly what `parseYamlInFull` gives for a text in which that
 * finds nothing to report, or undefined: then the text has to be parsed in full. So it changes nothing but the time
 * that is taken, some twenty times less, and whatever is in doubt is best left out of it.
 */
export function readPlainYaml(text: string, within: Span): Located | undefined {
  return readPlain(text, within, LOCATED);
}

/** The plain value of the same, and undefined for the same texts: less than half of the work. */
export function readPlainData(text: string, within: Span): unknown {
  return readPlain(text, within, PLAIN_DATA);
}

function readPlain<V>(text: string, { start, end }: Span, build: PlainBuilder<V>): V | undefined {
  if (end <= start || text.charCodeAt(end - 1) !== LINE_FEED || !hasPlainCharacters(text, start, end)) return undefined;
  const reader: Reader<V> = { text, build, end, at: start, indent: 0, reach: 0, comment: -1 };
  if (!nextContent(reader, 0, false) || reader.indent !== 0) return undefined;
  const root = readMap(reader, 0);
  return root !== undefined && reader.indent < 0 ? root : undefined;
}

/** Reads a block map whose first key stands here, and whatever belongs to it; the reader is left at what follows. */
function readMap<V>(reader: Reader<V>, column: number): V | undefined {
  const start = reader.at;
  const entries = new EntryList<V>();
  do {
    const keyStart = reader.at;
    const key = readKey(reader);
    if (key === undefined) return undefined;
    const keyEnd = reader.at;
    reader.at++;
    const value = readMapValue(reader, column);
    if (value === undefined) return undefined;
    entries.add(key, keyStart, keyEnd, value);
  } while (reader.indent === column);
  return reader.indent > column ? undefined : distinctMap(reader, start, endOfBlock(reader, column), entries);
}

/** Reads a key, and leaves the reader at the colon behind it. */
function readKey(reader: Reader<unknown>): string | undefined {
  const { text, at: start } = reader;
  const key = isQuote(text.charCodeAt(start)) ? quotedValue(reader) : plainKey(reader);
  if (key === undefined || !isKeyEnd(text, reader.at) || reader.at - start > MAX_KEY_LENGTH) return undefined;
  return key;
}

function plainKey(reader: Reader<unknown>): string | undefined {
  const { text, at: start } = reader;
  // A dash or a point may begin a document's end here.
  if (text.charCodeAt(start) === DASH || text.charCodeAt(start) === POINT) return undefined;
  if (!beginsPlain(text, start, false)) return undefined;
  reader.at = plainEnd(text, start);
  return sharedKey(text, start, reader.at);
}

function isKeyEnd(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== COLON) return false;
  const next = text.charCodeAt(at + 1);
  return next === SPACE || next === LINE_FEED;
}

/** Reads what stands behind a colon, or below it, and steps to the next content. */
function readMapValue<V>(reader: Reader<V>, column: number): V | undefined {
  const { text } = reader;
  let at = reader.at;
  while (text.charCodeAt(at) === SPACE) at++;
  const code = text.charCodeAt(at);
  if (code === LINE_FEED || code === HASH) return readBelow(reader, column, at);
  reader.at = at;
  return readInline(reader, column);
}

/** Reads the block below a key, or nothing at all, which is null where it would begin. */
function readBelow<V>(reader: Reader<V>, column: number, start: number): V | undefined {
  const hasComment = reader.text.charCodeAt(start) === HASH;
  if (!finishLine(reader) || !nextContent(reader, column, false)) return undefined;
  if (reader.indent > column || (reader.indent === column && isItem(reader))) return readBlock(reader);
  if (hasComment || reader.comment >= 0) return undefined;
  reader.reach = start;
  return reader.build.scalar(start, start, null);
}

/** Reads the block list or the block map that begins on this line. */
function readBlock<V>(reader: Reader<V>): V | undefined {
  return isItem(reader) ? readList(reader, reader.indent) : readMap(reader, reader.indent);
}

/** Reads a block list whose first dash stands here; the reader is left at what follows. */
function readList<V>(reader: Reader<V>, column: number): V | undefined {
  const start = reader.at;
  const items: V[] = [];
  do {
    const item = readItem(reader, column);
    if (item === undefined) return undefined;
    items.push(item);
  } while (reader.indent === column && isItem(reader));
  if (reader.indent > column) return undefined;
  return reader.build.list(start, endOfBlock(reader, column), items);
}

function readItem<V>(reader: Reader<V>, column: number): V | undefined {
  const { text, at: dash } = reader;
  let at = dash + 1;
  while (text.charCodeAt(at) === SPACE) at++;
  const code = text.charCodeAt(at);
  if (code === LINE_FEED || code === HASH) {
    reader.at = dash + 1;
    const isBelow = finishLine(reader) && nextContent(reader, column, false) && reader.indent > column;
    return isBelow ? readBlock(reader) : undefined;
  }
  reader.at = at;
  return beginsMap(reader) ? readMap(reader, column + at - dash) : readInline(reader, column);
}

/** Whether a key and a colon stand here, behind a dash. */
function beginsMap(reader: Reader<unknown>): boolean {
  const { text, at } = reader;
  if (!isQuote(text.charCodeAt(at))) return beginsPlain(text, at, false) && isKeyEnd(text, plainEnd(text, at));
  const isMap = quotedValue(reader) !== undefined && isKeyEnd(text, reader.at);
  reader.at = at;
  return isMap;
}

/** Reads a value that begins on a line with its key or its dash, and steps to the next content. */
function readInline<V>(reader: Reader<V>, column: number): V | undefined {
  const code = reader.text.charCodeAt(reader.at);
  if (code === LITERAL || code === FOLDED) return readBlockText(reader, column);
  const value = isFlowStart(code) ? readFlow(reader, 1) : readScalar(reader);
  return value !== undefined && finishLine(reader) && nextContent(reader, column, true) ? value : undefined;
}

function readScalar<V>(reader: Reader<V>): V | undefined {
  const { text, at: start } = reader;
  if (isQuote(text.charCodeAt(start))) {
    const quoted = quotedValue(reader);
    return quoted === undefined ? undefined : reader.build.scalar(start, reader.at, quoted);
  }
  if (!beginsPlain(text, start, false)) return undefined;
  reader.at = plainEnd(text, start);
  const value = plainValue(text, start, reader.at);
  return value === undefined ? undefined : reader.build.scalar(start, reader.at, value);
}
