import { COLON, DASH, LINE_FEED, type Reader, SPACE } from "./plain-lines.ts";

const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const PLUS = 43;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const BACKSLASH = 92;

/** Whole numbers with as many digits are exact in every case. */
const EXACT_DIGITS = 15;

type Value = string | number | boolean | null;

export function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

/** `,`, `[`, `]`, `{` and `}`. */
function isFlowIndicator(code: number): boolean {
  return code === COMMA || code === 91 || code === 93 || code === 123 || code === 125;
}

/** Whether a scalar without quotes can begin here. */
export function beginsPlain(text: string, at: number, inFlow: boolean): boolean {
  const code = text.charCodeAt(at);
  if (code === DASH) {
    const next = text.charCodeAt(at + 1);
    return next !== SPACE && next !== LINE_FEED && !(inFlow && isFlowIndicator(next));
  }
  // Letters, and digits up to the colon.
  if ((code > 96 && code < 123) || (code > 64 && code < 91) || (code >= ZERO && code < COLON)) return true;
  switch (code) {
    case LINE_FEED:
    case 33: // !
    case DOUBLE_QUOTE:
    case HASH:
    case 37: // %
    case 38: // &
    case SINGLE_QUOTE:
    case 42: // *
    case COMMA:
    case COLON:
    case 62: // >
    case 63: // ?
    case 64: // @
    case 91: // [
    case 93: // ]
    case 96: // `
    case 123: // {
    case 124: // |
    case 125: // }
      return false;
    default:
      return true;
  }
}

/** Where a scalar without quotes ends in a block: before a colon and a blank, a comment, or the blanks at a line's end. */
export function plainEnd(text: string, start: number): number {
  let at = start;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code > COLON) continue;
    if (code === LINE_FEED) break;
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SPACE || next === LINE_FEED) break;
    } else if (code === HASH && text.charCodeAt(at - 1) === SPACE) break;
  }
  while (at > start && text.charCodeAt(at - 1) === SPACE) at--;
  return at;
}

/** The same within `[ ]` or `{ }`. */
export function plainFlowEnd(text: string, start: number): number {
  let at = start;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED || isFlowIndicator(code)) break;
    if (code === COLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SPACE || next === LINE_FEED || isFlowIndicator(next)) break;
    } else if (code === HASH && text.charCodeAt(at - 1) === SPACE) break;
  }
  while (at > start && text.charCodeAt(at - 1) === SPACE) at--;
  return at;
}

/** What a scalar without quotes means in YAML's core schema; undefined for a number that is not in plain decimal. */
export function plainValue(text: string, start: number, end: number): Value | undefined {
  const code = text.charCodeAt(start);
  if (code <= NINE && (code >= ZERO || code === DASH || code === POINT || code === PLUS)) {
    return numberOrText(text, start, end);
  }
  const written = text.slice(start, end);
  return end - start <= 5 ? wordValue(written) : written;
}

function wordValue(written: string): Value {
  switch (written) {
    case "true":
    case "True":
    case "TRUE":
      return true;
    case "false":
    case "False":
    case "FALSE":
      return false;
    case "~":
    case "null":
    case "Null":
    case "NULL":
      return null;
    default:
      return written;
  }
}

/** What begins like a number: one in plain decimal, or a text. */
function numberOrText(text: string, start: number, end: number): Value | undefined {
  const first = text.charCodeAt(start);
  const hasSign = first === DASH || first === PLUS;
  const digits = hasSign ? start + 1 : start;
  let at = digits;
  let whole = 0;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) break;
    whole = whole * 10 + code - ZERO;
  }
  const next = at < end ? text.charCodeAt(at) : 0;
  // `.5`, `.inf` and `.nan`, and whatever else begins with a point: rare.
  if (at === digits) return next === POINT ? undefined : text.slice(start, end);
  const isPlain = first !== PLUS && isFreeOfLeadingZeros(text, digits, at);
  if (at === end) return isPlain && at - digits <= EXACT_DIGITS ? (hasSign ? -whole : whole) : undefined;
  // 0x1F and 0o17.
  if ((next === 120 || next === 111) && at === start + 1 && first === ZERO) return undefined;
  if (next !== POINT) return isExponent(text, at, end) ? undefined : text.slice(start, end);
  const fraction = digitsEnd(text, at + 1, end);
  if (fraction < end) return isExponent(text, fraction, end) ? undefined : text.slice(start, end);
  const isExact = fraction - digits <= EXACT_DIGITS;
  return isPlain && isExact && fraction > at + 1 ? Number(text.slice(start, end)) : undefined;
}

function isFreeOfLeadingZeros(text: string, digits: number, end: number): boolean {
  return text.charCodeAt(digits) !== ZERO || end - digits === 1;
}

function digitsEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at++;
  return at;
}

/** Whether the rest of what begins like a number is an exponent. */
function isExponent(text: string, at: number, end: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 101 && code !== 69) return false;
  const sign = text.charCodeAt(at + 1);
  const digits = at + (sign === DASH || sign === PLUS ? 2 : 1);
  return digits < end && digitsEnd(text, digits, end) === end;
}

/** Reads a text in quotes that ends on its line, and leaves the reader behind it; undefined for rare escapes. */
export function quotedValue(reader: Reader<unknown>): string | undefined {
  const { text, at: start } = reader;
  return text.charCodeAt(start) === SINGLE_QUOTE ? singleQuoted(reader, start) : doubleQuoted(reader, start);
}

function singleQuoted(reader: Reader<unknown>, start: number): string | undefined {
  const { text } = reader;
  let hasQuotes = false;
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) return undefined;
    if (code !== SINGLE_QUOTE) continue;
    if (text.charCodeAt(at + 1) === SINGLE_QUOTE) {
      hasQuotes = true;
      at++;
      continue;
    }
    reader.at = at + 1;
    const written = text.slice(start + 1, at);
    return hasQuotes ? written.replaceAll("''", "'") : written;
  }
}

function doubleQuoted(reader: Reader<unknown>, start: number): string | undefined {
  const { text } = reader;
  let value = "";
  let from = start + 1;
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === LINE_FEED) return undefined;
    if (code === DOUBLE_QUOTE) {
      reader.at = at + 1;
      return value + text.slice(from, at);
    }
    if (code !== BACKSLASH) continue;
    const escaped = escapedCharacter(text.charCodeAt(at + 1));
    if (escaped === undefined) return undefined;
    value += text.slice(from, at) + escaped;
    at++;
    from = at + 1;
  }
}

function escapedCharacter(code: number): string | undefined {
  switch (code) {
    case DOUBLE_QUOTE:
      return '"';
    case BACKSLASH:
      return "\\";
    case 47:
      return "/";
    case 110:
      return "\n";
    case 116:
      return "\t";
    default:
      return undefined;
  }
}
