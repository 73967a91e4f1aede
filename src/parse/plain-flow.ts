import { COLON, distinctMap, EntryList, type Reader, SPACE } from "./plain-lines.ts";
import { beginsPlain, isQuote, plainFlowEnd, plainValue, quotedValue } from "./plain-scalar.ts";
import { sharedKey } from "./shared-key.ts";

const COMMA = 44;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_MAP = 123;
const CLOSE_MAP = 125;

/** Deeper ones are handed over, so that the limit on nesting stays out of reach. */
const MAX_DEPTH = 10;

export function isFlowStart(code: number): boolean {
  return code === OPEN_MAP || code === OPEN_LIST;
}

/**
 * Reads a map or a list in brackets that ends on its line, and leaves the reader behind it. Handed over: a comma
 * before the closing bracket, keys or colons without a value, pairs in lists.
 */
export function readFlow<V>(reader: Reader<V>, depth: number): V | undefined {
  if (depth > MAX_DEPTH) return undefined;
  return reader.text.charCodeAt(reader.at) === OPEN_MAP ? readFlowMap(reader, depth) : readFlowList(reader, depth);
}

function readFlowMap<V>(reader: Reader<V>, depth: number): V | undefined {
  const { text, at: start } = reader;
  const entries = new EntryList<V>();
  if (skipSpaces(reader, start + 1) === CLOSE_MAP) return distinctMap(reader, start, ++reader.at, entries);
  for (;;) {
    const keyStart = reader.at;
    const key = flowKey(reader);
    if (key === undefined) return undefined;
    const keyEnd = reader.at;
    if (text.charCodeAt(reader.at) !== COLON || text.charCodeAt(reader.at + 1) !== SPACE) return undefined;
    skipSpaces(reader, reader.at + 2);
    const value = readFlowValue(reader, depth);
    if (value === undefined) return undefined;
    entries.add(key, keyStart, keyEnd, value);
    const code = skipSpaces(reader, reader.at);
    if (code === CLOSE_MAP) return distinctMap(reader, start, ++reader.at, entries);
    if (code !== COMMA) return undefined;
    skipSpaces(reader, reader.at + 1);
  }
}

function readFlowList<V>(reader: Reader<V>, depth: number): V | undefined {
  const { at: start } = reader;
  const items: V[] = [];
  if (skipSpaces(reader, start + 1) === CLOSE_LIST) {
    return reader.build.list(start, ++reader.at, items);
  }
  for (;;) {
    const item = readFlowValue(reader, depth);
    if (item === undefined) return undefined;
    items.push(item);
    const code = skipSpaces(reader, reader.at);
    if (code === CLOSE_LIST) return reader.build.list(start, ++reader.at, items);
    if (code !== COMMA) return undefined;
    skipSpaces(reader, reader.at + 1);
  }
}

/** Steps to the next character that is not a space, and returns it. */
function skipSpaces(reader: Reader<unknown>, start: number): number {
  let at = start;
  while (reader.text.charCodeAt(at) === SPACE) at++;
  reader.at = at;
  return reader.text.charCodeAt(at);
}

function flowKey(reader: Reader<unknown>): string | undefined {
  const { text, at: start } = reader;
  if (isQuote(text.charCodeAt(start))) return quotedValue(reader);
  if (!beginsPlain(text, start, true)) return undefined;
  reader.at = plainFlowEnd(text, start);
  return sharedKey(text, start, reader.at);
}

function readFlowValue<V>(reader: Reader<V>, depth: number): V | undefined {
  const { text, at: start } = reader;
  const code = text.charCodeAt(start);
  if (isFlowStart(code)) return readFlow(reader, depth + 1);
  if (isQuote(code)) {
    const quoted = quotedValue(reader);
    return quoted === undefined ? undefined : reader.build.scalar(start, reader.at, quoted);
  }
  if (!beginsPlain(text, start, true)) return undefined;
  const end = plainFlowEnd(text, start);
  reader.at = end;
  const value = plainValue(text, start, end);
  return value === undefined ? undefined : reader.build.scalar(start, end, value);
}
