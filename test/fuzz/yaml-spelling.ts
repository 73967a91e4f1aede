import { parse } from "yaml";
import type { Random } from "./random.ts";

export type Tree = string | number | boolean | null | readonly Tree[] | { readonly [key: string]: Tree };

/** Writes a map as YAML in one of its countless spellings: styles, order of keys, white space, comments, anchors. */
export function spell(tree: { readonly [key: string]: Tree }, random: Random): string {
  const speller: Speller = { random, anchors: new Map(), repeated: repeatedIn(tree) };
  return random.oneIn(10) ? `${flowMap(tree, 1, speller)}\n` : blockMap(tree, 0, speller);
}

interface Speller {
  readonly random: Random;
  /** By a value's JSON, the anchor under which it has been written. */
  readonly anchors: Map<string, string>;
  /** The JSON of the values that come more than once. */
  readonly repeated: ReadonlySet<string>;
}

const pad = (width: number) => " ".repeat(width);
const isMap = (tree: Tree): tree is { readonly [key: string]: Tree } =>
  typeof tree === "object" && tree !== null && !Array.isArray(tree);
const isList = (tree: Tree): tree is readonly Tree[] => Array.isArray(tree);

function repeatedIn(tree: Tree): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const visit = (node: Tree) => {
    const json = JSON.stringify(node);
    if (seen.has(json) && json.length > 4) repeated.add(json);
    seen.add(json);
    if (typeof node === "object" && node !== null) Object.values(node).forEach(visit);
  };
  visit(tree);
  return repeated;
}

/** A comment, a blank line, or nothing, in front of a line; further in, it would be a part of a block scalar. */
function between(indent: number, { random }: Speller): string {
  if (random.oneIn(8)) return `${pad(random.below(indent + 1))}# ${random.pick(COMMENTS)}\n`;
  return random.oneIn(12) ? `${pad(random.below(indent + 1))}\n` : "";
}

const COMMENTS = ["key: value", "---x", "- [", '"', "*a", "{", "---", "", "ä🐘", "# #"];

/** What may stand behind a value on its line. */
function behind({ random }: Speller): string {
  return `${random.oneIn(6) ? `${random.pick([" ", "\t", "  "])}# ${random.pick(COMMENTS)}` : pad(random.below(6) === 0 ? 2 : 0)}\n`;
}

function blockMap(map: { readonly [key: string]: Tree }, indent: number, at: Speller): string {
  return at.random
    .shuffled(Object.entries(map))
    .map(([key, value]) => {
      const isExplicit = at.random.oneIn(25);
      const head = isExplicit ? `? ${spellKey(key, at)}\n${pad(indent)}:` : `${spellKey(key, at)}:`;
      return `${between(indent, at)}${pad(indent)}${head}${blockValue(value, indent, at, isExplicit)}`;
    })
    .join("");
}

function blockList(list: readonly Tree[], indent: number, at: Speller): string {
  return list.map((item) => `${between(indent, at)}${pad(indent)}-${blockValue(item, indent, at, true)}`).join("");
}

/** A value behind a colon or a dash, to the end of its last line. */
function blockValue(value: Tree, indent: number, at: Speller, isDeeper: boolean): string {
  const { random } = at;
  const anchor = anchorFor(value, at);
  if (anchor.alias) return ` ${anchor.alias}${behind(at)}`;
  const isNested = (isMap(value) && Object.keys(value).length > 0) || (isList(value) && value.length > 0);
  if (isNested && !random.oneIn(4)) {
    const inner = indent + 1 + random.below(4);
    const head = `${anchor.name && ` ${anchor.name}`}${behind(at)}`;
    if (isMap(value)) return head + blockMap(value, inner, at);
    return head + blockList(value as readonly Tree[], isDeeper || random.oneIn(2) ? inner : indent, at);
  }
  if (typeof value === "string" && random.oneIn(4) && isForBlock(value)) {
    return ` ${anchor.name && `${anchor.name} `}${blockScalar(value, indent + 1 + random.below(4), at)}`;
  }
  if (value === null && !anchor.name && random.oneIn(3)) return behind(at);
  const written =
    isNested || typeof value === "object" ? flow(value, indent + 1, at) : scalar(value, indent + 1, false, at);
  return `${random.pick([" ", "  ", isDeeper ? " " : " \t"])}${anchor.name && `${anchor.name} `}${written}${behind(at)}`;
}

function flow(value: Tree, indent: number, at: Speller): string {
  if (isMap(value)) return flowMap(value, indent, at);
  if (!isList(value)) return scalar(value, indent, true, at);
  const items = value.map((item) => flowGap(indent, at) + flowValue(item, indent, at) + flowGap(indent, at));
  return `[${items.join(",")}${lastComma(items, at)}]`;
}

function flowMap(map: { readonly [key: string]: Tree }, indent: number, at: Speller): string {
  const entries = at.random.shuffled(Object.entries(map)).map(([key, value]) => {
    const written = spellKey(key, at);
    const colon = written.startsWith('"') && at.random.oneIn(2) ? ":" : ": ";
    return `${flowGap(indent, at)}${written}${colon}${flowValue(value, indent, at)}${flowGap(indent, at)}`;
  });
  return `{${entries.join(",")}${lastComma(entries, at)}}`;
}

function flowValue(value: Tree, indent: number, at: Speller): string {
  const anchor = anchorFor(value, at);
  return anchor.alias ? `${anchor.alias} ` : `${anchor.name && `${anchor.name} `}${flow(value, indent, at)}`;
}

const lastComma = (items: readonly string[], { random }: Speller) => (items.length > 0 && random.oneIn(4) ? "," : "");

function flowGap(indent: number, { random }: Speller): string {
  if (random.oneIn(12)) return ` # ${random.pick(COMMENTS)}\n${pad(indent)}`;
  return random.pick(["", "", " ", "  ", `\n${pad(indent)}`]);
}

/** A value that comes again gets an anchor, and is an alias then. */
function anchorFor(
  value: Tree,
  { random, anchors, repeated }: Speller,
): { readonly name: string; readonly alias: string } {
  const json = JSON.stringify(value);
  if (!repeated.has(json)) return { name: "", alias: "" };
  const known = anchors.get(json);
  if (known) return random.oneIn(3) ? { name: "", alias: "" } : { name: "", alias: `*${known}` };
  const name = `${random.pick(["a", "x-", "ä"])}${anchors.size}`;
  anchors.set(json, name);
  return { name: `&${name}`, alias: "" };
}

function spellKey(key: string, { random }: Speller): string {
  if (random.oneIn(8)) return JSON.stringify(key);
  if (random.oneIn(8)) return `'${key.replaceAll("'", "''")}'`;
  return /^[A-Za-z_][-\w]*$/.test(key) && parse(key) === key ? key : JSON.stringify(key);
}

function scalar(value: Tree, indent: number, isInFlow: boolean, at: Speller): string {
  const { random } = at;
  if (value === null) return random.pick(["null", "~", "Null", "NULL"]);
  if (typeof value === "boolean") {
    const word = String(value);
    return random.pick([word, word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)]);
  }
  if (typeof value === "number") return Number.isInteger(value) && random.oneIn(10) ? `${value}.0` : String(value);
  return text(String(value), indent, isInFlow, at);
}

function text(value: string, indent: number, isInFlow: boolean, { random }: Speller): string {
  const isOneLine = !value.includes("\n");
  const folded = (from: string) => (random.oneIn(3) ? from.replace(/(?<=\w) (?=\w)/, `\n${pad(indent)}`) : from);
  const isPlain = isOneLine && isPlainText(value, isInFlow);
  const style = random.pick([...(isPlain ? ["plain"] : []), ...(isOneLine ? ["single"] : []), "double"]);
  if (style === "plain") return /^[\w ]+$/.test(value) ? folded(value) : value;
  if (style === "single") return `'${folded(value.replaceAll("'", "''"))}'`;
  const escaped = JSON.stringify(value);
  return random.oneIn(3) ? escaped.replace(/(?<=^"[^\\"]*)[a-z]/, (letter) => codeOf(letter)) : folded(escaped);
}

const codeOf = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

function isPlainText(value: string, isInFlow: boolean): boolean {
  if (!/^[A-Za-z0-9/][^\n\t"'\\]*$/.test(value) || /: |:$| #| $/.test(value)) return false;
  return parse(value) === value && !(isInFlow && /[,[\]{}:]/.test(value));
}

/** Block scalars keep what stands in them, but for blanks that begin or end it. */
const isForBlock = (value: string) => value !== "" && !/^\s|\s$|\n\s|\n\n|\t/.test(value);

function blockScalar(value: string, indent: number, { random }: Speller): string {
  const header = random.oneIn(6) ? " # |" : "";
  const isFolded = random.oneIn(2);
  const lines = value.split("\n").map((line) => `${pad(indent)}${line}\n`);
  const written = isFolded ? lines.join("\n") : lines.join("");
  return `${isFolded ? ">-" : "|-"}${header}\n${written}`;
}
