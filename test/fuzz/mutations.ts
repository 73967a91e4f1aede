import { type Field, keyOf } from "./fields.ts";

/** A text with one field broken, and from where to where that field stands in it; of a field that is gone, nothing. */
export interface Mutant {
  readonly text: string;
  readonly own: { readonly start: number; readonly end: number } | undefined;
}

type Mutation = (yaml: string, field: Field) => Mutant | undefined;

const isScalar = (value: unknown) => typeof value !== "object" || value === null;

/** The text with another one in the place of a part of the field. */
function replaced(yaml: string, start: number, end: number, insert: string, ownEnd = start + insert.length): Mutant {
  return { text: yaml.slice(0, start) + insert + yaml.slice(end), own: { start, end: ownEnd } };
}

/** Another value in the place of the field's; nothing where it says the same. */
function valued(write: (value: unknown, field: Field) => string | undefined): Mutation {
  return (yaml, field) => {
    const written = write(field.value, field);
    if (written === undefined) return undefined;
    const head = yaml.slice(field.start, field.behind);
    const mutant = replaced(yaml, field.start, field.end, `${head}${written === "" ? "" : ` ${written}`}\n`);
    return mutant.text === yaml ? undefined : mutant;
  };
}

/** The same text whatever stood there. */
const constant = (written: string) => valued(() => written);

const forScalars = (write: (value: string, key: string) => string) =>
  valued((value, field) => (isScalar(value) ? write(String(value), keyOf(field) ?? "item") : undefined));

const forText = (write: (value: string) => string) =>
  valued((value) => (typeof value === "string" ? write(value) : undefined));

/** A text in quotes with another in its place; nothing where the two are the same. */
const altered = (change: (value: string) => string) =>
  valued((value) => (typeof value === "string" && change(value) !== value ? JSON.stringify(change(value)) : undefined));

/** The same value under another key. */
function keyed(rename: (key: string) => string): Mutation {
  return (yaml, field) => {
    const key = keyOf(field);
    if (key === undefined) return undefined;
    const rest = yaml.slice(field.start + key.length, field.end);
    return replaced(yaml, field.start, field.end, rename(key) + rest);
  };
}

/** The key with its last two letters swapped; of two equal ones, with only one. */
function misspelt(key: string): string {
  const [last = "", before = ""] = [key.at(-1), key.at(-2)];
  return key.slice(0, -2) + (last === before ? last : last + before);
}

const removed: Mutation = (yaml, { line, end }) => ({ text: yaml.slice(0, line) + yaml.slice(end), own: undefined });

const doubled: Mutation = (yaml, field) => {
  if (keyOf(field) === undefined) return undefined;
  const block = yaml.slice(field.line, field.end);
  return replaced(yaml, field.line, field.end, block + block);
};

/** A nested field where no map holds it, at the top; a field of the top within another one. */
const misplaced: Mutation = (yaml, field) => {
  if (keyOf(field) === undefined) return undefined;
  const without = yaml.slice(0, field.line) + yaml.slice(field.end);
  const block = yaml.slice(field.line, field.end);
  if (field.parent) {
    const indent = field.start - field.line;
    return {
      text: without + dedented(block, indent),
      own: { start: without.length, end: without.length + block.length },
    };
  }
  const insert = `misplaced:\n${block.replace(/^/gm, "  ").trimEnd()}\n`;
  return { text: without + insert, own: { start: without.length, end: without.length + insert.length } };
};

const dedented = (block: string, by: number) => block.replaceAll(new RegExp(`^ {${by}}`, "gm"), "");

/** What stands behind the field's line is left as it is, and only that line is broken. */
const glued: Mutation = (yaml, field) => {
  if (keyOf(field) === undefined || !isScalar(field.value)) return undefined;
  const block = yaml.slice(field.start, field.behind) + yaml.slice(field.behind, field.end).trimStart();
  return replaced(yaml, field.start, field.end, block);
};

/** Every mutation by its name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  nothing: constant(""),
  null: constant("null"),
  "empty text": constant('""'),
  "blank text": constant('"  "'),
  "a word": constant("zzz"),
  "a number": constant("7"),
  true: constant("true"),
  "an empty list": constant("[]"),
  "a list": constant("[x]"),
  "an empty map": constant("{}"),
  "a map": constant("{ x: y }"),
  "in a list": forScalars((value) => `[${JSON.stringify(value)}]`),
  "in a map": forScalars((value, key) => `{ ${key}: ${JSON.stringify(value)} }`),
  negative: constant("-5"),
  zero: constant("0"),
  fraction: constant("1.5"),
  huge: constant("99999999999"),
  "too many digits": constant("12345678901234567890123"),
  infinite: constant(".inf"),
  octal: constant("017"),
  exponent: constant("1e2"),
  "base 60": constant("12:30"),
  yes: constant("yes"),
  "a day": constant("2026-02-30"),
  "in quotes": valued((value) => (typeof value === "string" ? undefined : JSON.stringify(String(value)))),
  "a letter more": altered((value) => `${value}q`),
  "upper case": altered((value) => value.toUpperCase()),
  "blank at the end": altered((value) => `${value} `),
  "3000 letters": constant("a".repeat(3000)),
  elephant: constant("🐘"),
  "control character": forText((value) => `"${value}\u0001"`),
  "escaped NUL": forText((value) => `"${value}\\0"`),
  "escaped line break": forText((value) => `"${value}\\n"`),
  "foreign tag": forScalars((value) => `!x ${JSON.stringify(value)}`),
  "alias of nothing": constant("*nothing"),
  "open quote": forScalars((value) => `"${value}`),
  "open list": constant("[x"),
  "text behind quotes": forScalars((value) => `"${value}" more`),
  "misspelt key": keyed(misspelt),
  "unknown key": keyed(() => "zq"),
  "key in capitals": keyed((key) => key.toUpperCase()),
  doubled,
  removed,
  misplaced,
  "no blank behind the colon": glued,
};
