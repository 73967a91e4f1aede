import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type ParsedNode, type Scalar } from "yaml";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Located, LocatedEntry } from "./located.ts";
import { parseProblem } from "./parse-problem.ts";
import { unquotedCron } from "./unquoted-cron.ts";

/** The most values that aliases may add to a document: far above any need, far below any harm. */
const MAX_ALIASED_VALUES = 10_000;

/**
 * Turns parsed YAML nodes into located values: aliases replaced by what they name, numbers held to plain decimal
 * digits. Without a value where an alias cannot be followed.
 */
export function toLocated(contents: ParsedNode | null, file: SourceFile, base: number): Outcome<Located> {
  const conversion: Conversion = {
    file,
    base,
    anchors: new Map(),
    open: new Set(),
    aliased: 0,
    followed: [],
    diagnostics: [],
  };
  try {
    return { value: convert(contents, conversion), diagnostics: conversion.diagnostics };
  } catch (error) {
    if (!(error instanceof AliasError)) throw error;
    return { value: undefined, diagnostics: [...conversion.diagnostics, error.diagnostic] };
  }
}

interface Conversion {
  readonly file: SourceFile;
  readonly base: number;
  readonly anchors: Map<string, ParsedNode>;
  /** Anchors whose value is being converted. */
  readonly open: Set<ParsedNode>;
  /** How many values came by way of aliases. */
  aliased: number;
  /** The aliases that are being followed, the outermost first. */
  readonly followed: Alias.Parsed[];
  readonly diagnostics: Diagnostic[];
}

/** Ends a conversion that aliases have made hopeless. */
class AliasError extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

function convert(node: ParsedNode | null, at: Conversion): Located {
  if (node === null) return { kind: "scalar", span: { start: at.base, end: at.base }, value: null };
  if (isAlias(node)) return follow(node, at);
  if (node.anchor) at.anchors.set(node.anchor, node);
  const [outermost] = at.followed;
  if (outermost && ++at.aliased > MAX_ALIASED_VALUES) {
    throw aliasError(
      outermost,
      at,
      `by "*${outermost.source}", aliases stand for more than ${MAX_ALIASED_VALUES} values`,
    );
  }
  at.open.add(node);
  const located = convertContent(node, at);
  at.open.delete(node);
  return located;
}

function convertContent(node: Exclude<ParsedNode, Alias.Parsed>, at: Conversion): Located {
  const span = spanOf(node, at);
  if (isSeq(node)) return { kind: "list", span, items: node.items.map((item) => convert(item as ParsedNode, at)) };
  if (isScalar(node)) return { kind: "scalar", span, value: scalarValue(node, span, at) };
  const entries = new Map<string, LocatedEntry>();
  for (const pair of isMap(node) ? node.items : []) {
    if (!isPair(pair) || !isScalar(pair.key)) continue;
    const key = pair.key as Scalar.Parsed;
    const value = pair.value as ParsedNode | null;
    const keySpan = spanOf(key, at);
    const absent: Located = { kind: "scalar", span: { start: keySpan.end, end: keySpan.end }, value: null };
    const entry = { key: String(key.value), keySpan, value: value === null ? absent : convert(value, at) };
    const first = entries.get(entry.key);
    if (first) at.diagnostics.push(duplicateKey(entry, first, at));
    else entries.set(entry.key, entry);
  }
  return { kind: "map", span, entries: [...entries.values()] };
}

function follow(alias: Alias.Parsed, at: Conversion): Located {
  const anchor = at.anchors.get(alias.source);
  const cron = anchor ? undefined : unquotedCron(at.file, spanOf(alias, at).start);
  if (cron) throw new AliasError(cron);
  if (!anchor) throw aliasError(alias, at, `the alias "*${alias.source}" names no anchor that stands before it`);
  if (at.open.has(anchor)) throw aliasError(alias, at, `the alias "*${alias.source}" contains itself`);
  at.followed.push(alias);
  const located = convert(anchor, at);
  at.followed.pop();
  return { ...located, span: spanOf(alias, at) };
}

const PLAIN_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

function scalarValue(node: Scalar.Parsed, span: Span, at: Conversion): string | number | boolean | null {
  const value = node.value as string | number | bigint | boolean | null;
  const problem = typeof value === "string" ? unkeptCharacter(value, span, at) : unkeptNumber(node, span, at);
  if (problem) at.diagnostics.push(problem);
  return typeof value === "bigint" ? Number(value) : value;
}

/** Escapes can make characters that no file can hold. */
function unkeptCharacter(value: string, span: Span, at: Conversion): Diagnostic | undefined {
  const found = /\0|\p{Surrogate}/u.exec(value)?.[0];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return parseProblem("yaml-character", at.file, span, {
    message: `this text holds U+${code}, which databases refuse`,
    help: "leave it out",
  });
}

function unkeptNumber(node: Scalar.Parsed, span: Span, at: Conversion): Diagnostic | undefined {
  const value = node.value as unknown;
  if (typeof value !== "number" || node.type !== "PLAIN") return undefined;
  const written = at.file.text.slice(span.start, span.end);
  if (!PLAIN_NUMBER.test(written)) return unplainNumber(written, value, span, at);
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return undefined;
  return parseProblem("yaml-number", at.file, span, {
    message: `"${written.slice(0, 60)}" has more digits than a number in JSON keeps`,
    help: "put it in quotes, if it is not to be counted with",
  });
}

function unplainNumber(written: string, value: number, span: Span, at: Conversion): Diagnostic {
  const octal = /^[-+]?0[0-7]+$/.test(written) ? Number.parseInt(written, 8) : undefined;
  if (octal !== undefined && octal !== value) {
    return parseProblem("yaml-number", at.file, span, {
      message: `"${written}" is ${value} to YAML 1.2, and ${octal}, as an octal number, to YAML 1.1`,
      help: `write ${value} or ${octal}, or quote it if text is meant`,
    });
  }
  const digits = String(value === 0 ? 0 : value);
  const plain = PLAIN_NUMBER.test(digits) && Math.abs(value) < 1e15 ? digits : undefined;
  return parseProblem("yaml-number", at.file, span, {
    message: `"${written}" is not a number in plain decimal digits`,
    help:
      plain === undefined ? "write the number in plain decimal digits" : `write ${plain}, or quote it if text is meant`,
    ...(plain === undefined ? {} : { fix: [{ span, text: plain }] }),
  });
}

function duplicateKey({ key, keySpan }: LocatedEntry, first: LocatedEntry, at: Conversion): Diagnostic {
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return parseProblem("yaml-duplicate-key", at.file, keySpan, {
    message: `"${shown}" stands twice in this map`,
    help: "keep one of the two",
    related: [{ file: at.file, span: first.keySpan, message: "first here" }],
  });
}

function aliasError(node: ParsedNode, at: Conversion, message: string): AliasError {
  const help = "write the value out in full";
  return new AliasError(parseProblem("yaml-alias", at.file, spanOf(node, at), { message, help }));
}

function spanOf(node: { range?: readonly [number, number, number] | null | undefined }, at: Conversion): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start: at.base + start, end: at.base + Math.max(start, end) };
}
