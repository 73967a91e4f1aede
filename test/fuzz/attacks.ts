import type { Expression } from "./expressions.ts";

/** A text of about the given length. */
export type Attack = (length: number) => string;

/** A part of an expression that takes one character: some that it takes, and how many it takes at least. */
interface Part {
  readonly taken: readonly string[];
  readonly least: number;
}

/** An escape, a class, a sign of the grammar, or a character that stands for itself. */
const TOKEN =
  /\\u\{[0-9a-f]+\}|\\u[0-9a-fA-F]{4}|\\[pP]\{[^}]+\}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?(?:[:=!]|<[=!])|\{\d+(?:,\d*)?\}|./gsu;
const GRAMMAR = /^(?:[()|*+?^$]|\(\?.+|\{.+|\\[bB1-9])$/s;
const CANDIDATES = [..."a1A_-./ :@#\t\n~%$=[]{}()\"'`,;!?*+<>|&^\\é🐘0\r\u0001", "\ud800"];

/** No expression goes on after what it took and these, but one that takes everything. */
const END = "\u0001\n\u0001";
const MOST_PARTS = 40;

const tokensOf = (source: string): string[] => [...source.matchAll(TOKEN)].map(([token]) => token);

/**
 * An expression's alternatives, each on its own. At any place it takes the time that they take together, so it is slow
 * where one of them is. One with references to groups is left whole.
 */
export function alternativesOf({ source, flags }: Expression): Expression[] {
  if (/\\[1-9k]/.test(source)) return [{ source, flags }];
  const alternatives = [""];
  let depth = 0;
  for (const token of tokensOf(source)) {
    if (token.startsWith("(")) depth++;
    if (token === ")") depth--;
    if (token === "|" && depth === 0) alternatives.push("");
    else alternatives.push(alternatives.pop() + token);
  }
  return alternatives.map((it) => ({ source: it, flags }));
}

function partsOf({ source, flags }: Expression): Part[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, index) => {
    if (GRAMMAR.test(token)) return [];
    const one = new RegExp(`^(?:${token})$`, flags.replace(/[gy]/g, ""));
    const taken = CANDIDATES.filter((candidate) => one.test(candidate));
    const least = Number(/^\{(\d+)/.exec(tokens[index + 1] ?? "")?.[1] ?? "1");
    return taken.length > 0 ? [{ taken: [...new Set([taken[0] ?? "", taken.at(-1) ?? ""])], least }] : [];
  });
}

/** Texts of what an expression takes, ever again, behind what it takes before that; they end in what it does not take. */
export function attacksOn(expression: Expression): Attack[] {
  const parts = partsOf(expression).slice(0, MOST_PARTS);
  const beginnings = parts.map(({ taken, least }) => (taken[0] ?? "").repeat(Math.max(least, 1)));
  const single = [...new Set([" ", "a", ...parts.flatMap(({ taken }) => taken)])];
  const pairs = single.slice(0, 6).flatMap((a) => single.slice(0, 6).map((b) => a + b));
  const unheaded = [...single, ...pairs, beginnings.join("")].map((unit) => ["", unit] as const);
  const headed = parts.flatMap(({ taken }, index) => {
    const next = (taken[0] ?? "") + (parts[index + 1]?.taken[0] ?? "");
    return [...taken, next].map((unit) => [beginnings.slice(0, index).join(""), unit] as const);
  });
  const distinct = new Map([...unheaded, ...headed].filter(([, unit]) => unit !== "").map((it) => [it.join("\0"), it]));
  return Array.from(distinct.values(), ([head, unit]) => (length: number) => {
    return head + unit.repeat(Math.ceil(length / unit.length)) + END;
  });
}
