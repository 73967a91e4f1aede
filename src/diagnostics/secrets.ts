import type { Span } from "../source/source-file.ts";

/**
 * Tokens that give themselves away by their form, each in the form that its issuer documents. Every quantifier is
 * bounded or runs over a single class up to a boundary, so matching takes linear time.
 */
const TOKENS: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,255}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,255}/g,
  /\bglpat-[A-Za-z0-9_-]{20,255}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bsk-[A-Za-z0-9_-]{20,255}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{0,4096}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g,
];

/** A secret behind words that announce it; the first group is not part of it. */
const ANNOUNCED: readonly RegExp[] = [
  /(\b(?:Bearer|Basic) {1,4})[A-Za-z0-9+/=._~-]{8,4096}/gi,
  /(:\/\/[^\s:/@]{1,100}:)[^\s/@]{1,200}(?=@)/g,
];

const SECRET_KEY =
  /(?:^|[-_.])(?:authorization|cookie|passw(?:or)?d|passphrase|secret|token|credentials?|(?:api|access|private|auth)[-_]?key)$/i;

/** Whether a key announces that its value is a secret: `Authorization`, `X-Api-Key`, `db_password`. */
export function isSecretKey(key: string): boolean {
  return key.length <= 200 && SECRET_KEY.test(key.replace(/([a-z])([A-Z])/g, "$1-$2"));
}

/** Where secret-looking literals stand in a text, by their form alone. */
export function findSecrets(text: string): Span[] {
  const spans: Span[] = [];
  for (const pattern of TOKENS) {
    for (const match of text.matchAll(pattern)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const pattern of ANNOUNCED) {
    for (const match of text.matchAll(pattern)) {
      spans.push({ start: match.index + (match[1]?.length ?? 0), end: match.index + match[0].length });
    }
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** A line as `key: value`, with the value's place; flow maps and lists included. */
const KEY_VALUE = /(["']?)([A-Za-z][\w.-]{0,100})\1[ \t]{0,20}[:=][ \t]{1,20}(?=[^\s{[|>])/g;

/** The text with every secret-looking literal replaced by as many bullets, so that columns stay where they are. */
export function maskSecrets(text: string): string {
  const spans = findSecrets(text);
  for (const match of text.matchAll(KEY_VALUE)) {
    if (!isSecretKey(match[2] ?? "")) continue;
    const start = match.index + match[0].length;
    spans.push({ start, end: start + valueLength(text.slice(start)) });
  }
  let masked = text;
  for (const { start, end } of spans) {
    masked = masked.slice(0, start) + "•".repeat(end - start) + masked.slice(end);
  }
  return masked;
}

function valueLength(rest: string): number {
  const quote = rest[0] === '"' || rest[0] === "'" ? rest[0] : undefined;
  const close = quote ? rest.indexOf(quote, 1) : -1;
  if (close > 0) return close + 1;
  const end = rest.search(/[\r\n]|,[ \t]|[ \t]#/);
  return end < 0 ? rest.length : end;
}
