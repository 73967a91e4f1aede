import { findSecrets, isSecretKey, SECRET_SIGNS } from "../diagnostics/secrets.ts";
import type { Definition } from "../model/definition.ts";
import { dataAt, type Located, type LocatedScalar, valueAt } from "../parse/located.ts";
import type { Span } from "../source/source-file.ts";
import { defineRule } from "./rule.ts";
import { findIn, type StringAt, stringsOf } from "./strings-below.ts";
import { withoutOverlap } from "./without-overlap.ts";

export const literalSecret = defineRule({
  code: "literal-secret",
  severity: "error",
  summary: "A secret stands in the definition as it is.",
  rationale:
    "Definitions are committed, compiled into ConfigMaps and shown in diffs, so a secret in one is known to everybody who can read any of these. A header names a key of a Kubernetes Secret by `secret_ref` instead. What looks like a token is refused anywhere in the file, comments and runbook included.",
  scope: "definition",
  reads: [],
  signs: SECRET_SIGNS,
  check(definition, report) {
    const announced = announcedSecrets(definition);
    for (const { key, value } of announced) {
      const message = `the value of "${key}" is a secret, written out`;
      report({ at: value.span, message, isSecret: true, help: `send it as a header by secret_ref, and ${REVOKE}` });
    }
    const known = new Set(announced.map(({ value }) => value.span));
    const runbookStart = definition.runbook.span.start;
    for (const span of withoutOverlap([...known, ...tokens(definition)])) {
      if (known.has(span)) continue;
      const isAbove = span.start < runbookStart;
      report({
        at: span,
        message: `what looks like a secret stands in the ${isAbove ? "front matter" : "runbook"}`,
        isSecret: true,
        help: `${isAbove ? "send it as a header by secret_ref" : "write a placeholder such as $TOKEN"}, and ${REVOKE}`,
      });
    }
  },
});

const REVOKE = "revoke this one: it stays in the history";

interface Announced {
  readonly key: string;
  readonly value: LocatedScalar;
}

/** Literal values under keys that say what they are: in headers, in the query, and anywhere in the body. */
function announcedSecrets({ document }: Definition): Announced[] {
  if (!["headers", "query", "body"].some((part) => announces(dataAt(document.data, ["invoke", part])))) return [];
  const found: Announced[] = [];
  const walk = (located: Located | undefined, key: string) => {
    if (located?.kind === "list") for (const item of located.items) walk(item, "");
    else if (located?.kind === "map") for (const entry of located.entries) walk(entry.value, entry.key);
    else if (located && isSecretKey(key) && isLiteral(located)) found.push({ key, value: located });
  };
  for (const part of ["headers", "query", "body"]) walk(valueAt(document.root, ["invoke", part]), "");
  return found;
}

/** The same question to a plain value: most definitions have no such key. */
function announces(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  const entries = Array.isArray(data) ? data.map((item) => ["", item] as const) : Object.entries(data);
  return entries.some(([key, value]) => announces(value) || (typeof value !== "object" && isSecretKey(key)));
}

function isLiteral({ value }: LocatedScalar): boolean {
  return typeof value === "number" || (typeof value === "string" && value.trim() !== "");
}

/** Whether a text stands in the file as it is, quotes apart. */
function isAsWritten({ span, value }: StringAt, text: string): boolean {
  const quotes = (span.end - span.start - value.length) / 2;
  return (quotes === 0 || quotes === 1) && text.startsWith(value, span.start + quotes);
}

/** What looks like a secret by its form: in the file as it is written, comments included, and in texts once read. */
function tokens(definition: Definition): Span[] {
  const { text } = definition.document.file;
  const inFile = findSecrets(text);
  const inTexts = stringsOf(definition).flatMap((string) => {
    const isAlias = text[string.span.start] === "*";
    return isAlias || isAsWritten(string, text) ? [] : findIn(string, text, findSecrets);
  });
  return [...inFile, ...inTexts];
}
