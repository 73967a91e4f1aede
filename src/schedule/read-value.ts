import { closest } from "./closest.ts";
import { expectedValues, type FieldKind, fieldKinds, shortName } from "./field-kind.ts";
import { type Finding, findingAt, replace } from "./finding.ts";
import { quote } from "./quote.ts";
import type { Token } from "./token.ts";

/** A value as read: a name that is too long has both its value and a finding. */
interface ValueReading {
  readonly value?: number;
  readonly findings: readonly Finding[];
}

/** The Sunday of other dialects: read as a value, and refused where the item that holds it is known. */
export const SUNDAY_SEVEN = 7;

/** Reads a number or a name of the field `kind`. */
export function readValue(token: Token, kind: FieldKind): ValueReading {
  if (/^[0-9]+$/.test(token.text)) return readNumber(token, kind);
  if (/^[A-Za-z]+$/.test(token.text)) return readName(token, kind);
  const message = `${quote(token.text)} is not a value of the ${kind.label} field, expected ${expectedValues(kind)}`;
  return { findings: [findingAt("cron-syntax", token, { message, help: writeOneOf(kind) })] };
}

/** Warns of a number that begins with a zero. */
export function leadingZero(token: Token): Finding[] {
  if (!/^0[0-9]/.test(token.text)) return [];
  const text = String(Number(token.text));
  const message = `${quote(token.text)} has a leading zero, expected "${text}": it is easily taken for an octal number`;
  return [findingAt("cron-leading-zero", token, { message, help: `write "${text}"`, edit: replace(token, text) })];
}

function readNumber(token: Token, kind: FieldKind): ValueReading {
  const value = Number(token.text);
  if (kind === fieldKinds.dayOfWeek && value === SUNDAY_SEVEN) return { value, findings: [] };
  if (value >= kind.min && value <= kind.max) return { value, findings: leadingZero(token) };
  const message = `${quote(token.text)} is outside the ${kind.label} field, expected ${expectedValues(kind)}`;
  return { findings: [findingAt("cron-value-out-of-range", token, { message, help: writeOneOf(kind) })] };
}

function readName(token: Token, kind: FieldKind): ValueReading {
  const name = findName(token.text, kind);
  if (name === undefined) return { findings: [unknownName(token, kind)] };
  const value = kind.min + kind.names.indexOf(name);
  const text = shortName(name);
  if (token.text.length === text.length) return { value, findings: [] };
  const message = `${quote(token.text)} is not a ${kind.label} to CronJob, did you mean "${text}"?`;
  const help = `write "${text}", the first three letters`;
  return { value, findings: [findingAt("cron-name", token, { message, help, edit: replace(token, text) })] };
}

/** The name of which `word` is the whole, or the beginning from three letters on. */
function findName(word: string, kind: FieldKind): string | undefined {
  const written = word.toUpperCase();
  return word.length < 3 ? undefined : kind.names.find((name) => name.toUpperCase().startsWith(written));
}

function unknownName(token: Token, kind: FieldKind): Finding {
  const home = Object.values<FieldKind>(fieldKinds).find((other) => findName(token.text, other) !== undefined);
  if (home !== undefined) {
    const message = `${quote(token.text)} stands in the ${kind.label} field, expected in the ${home.label} field`;
    return findingAt("cron-name", token, { message, help: `move it to the ${home.label} field` });
  }
  const names = kind.names.flatMap((name) => [shortName(name), name.toUpperCase()]);
  const guess = closest(token.text.toUpperCase(), names);
  const message = `${quote(token.text)} is not a value of the ${kind.label} field`;
  if (guess === undefined) {
    return findingAt("cron-name", token, {
      message: `${message}, expected ${expectedValues(kind)}`,
      help: writeOneOf(kind),
    });
  }
  const meant = shortName(guess);
  return findingAt("cron-name", token, {
    message: `${message}, did you mean "${meant}"?`,
    help: `write "${meant}"`,
  });
}

function writeOneOf(kind: FieldKind): string {
  return `write a value from ${expectedValues(kind)}`;
}
