import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type ParsedNode, type Scalar } from "yaml";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { type Located, type LocatedEntry, locatedMap } from "./located.ts";
import { parseProblem } from "./parse-problem.ts";

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
    depth: 0,
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
  /** How many aliases are being followed. */
  depth: number;
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
  if (at.depth > 0 && ++at.aliased > MAX_ALIASED_VALUES) {
    throw aliasError(node, at, `aliases expand to more than ${MAX_ALIASED_VALUES} values`);
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
    if (entries.has(entry.key)) at.diagnostics.push(duplicateKey(entry, at));
    else entries.set(entry.key, entry);
  }
  return locatedMap(span, [...entries.values()]);
}

function follow(alias: Alias.Parsed, at: Conversion): Located {
  const anchor = at.anchors.get(alias.source);
  if (!anchor) throw aliasError(alias, at, `the alias "*${alias.source}" names no anchor that stands before it`);
  if (at.open.has(anchor)) throw aliasError(alias, at, `the alias "*${alias.source}" contains itself`);
  at.depth++;
  const located = convert(anchor, at);
  at.depth--;
  return { ...located, span: spanOf(alias, at) };
}

const PLAIN_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/;

function scalarValue(node: Scalar.Parsed, span: Span, at: Conversion): string | number | boolean | null {
  const value = node.value as unknown;
  if (typeof value !== "number") return typeof value === "bigint" ? Number(value) : (value as string | boolean | null);
  const written = at.file.text.slice(span.start, span.end);
  if (node.type === "PLAIN" && !PLAIN_NUMBER.test(written))
    at.diagnostics.push(unplainNumber(written, value, span, at));
  return value;
}

function unplainNumber(written: string, value: number, span: Span, at: Conversion): Diagnostic {
  const isDecimal = Number.isFinite(value) && Math.abs(value) < 1e15;
  const plain = isDecimal ? String(Object.is(value, -0) ? 0 : value) : undefined;
  return parseProblem("yaml-number", at.file, span, {
    message: `"${written}" is not a number in plain decimal digits`,
    help:
      plain === undefined ? "write the number in plain decimal digits" : `write ${plain}, or quote it if text is meant`,
    ...(plain === undefined ? {} : { fix: [{ span, text: plain }] }),
  });
}

function duplicateKey({ key, keySpan }: LocatedEntry, at: Conversion): Diagnostic {
  const shown = key.length > 60 ? `${key.slice(0, 60)}…` : key;
  return parseProblem("yaml-duplicate-key", at.file, keySpan, {
    message: `"${shown}" stands twice in this map`,
    help: "keep one of the two",
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
