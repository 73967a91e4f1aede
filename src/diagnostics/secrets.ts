import type { Span } from "../source/source-file.ts";

/**
 * Tokens that give themselves away by their form, each in the form that its issuer documents. Every quantifier is
 * bounded or runs over a single class up to a boundary, and none begins within a run of its own class, so matching takes
 * linear time.
 */
const TOKENS: readonly RegExp[] = [
  /\bgh[pousr]_[A-Za-z0-9]{20,255}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,255}/g,
  /\bglpat-[A-Za-z0-9_-]{20,255}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,255}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /(?<![\w-])sk-(?=[A-Za-z_-]{0,100}[0-9])[A-Za-z0-9_-]{20,255}/g,
  /\bnpm_[A-Za-z0-9]{36}\b/g,
  /(?<![\w-])eyJ[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{8,4096}\.[A-Za-z0-9_-]{0,4096}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/g,
];

/** What every token has in it: without one of these, a text need not be searched for each. */
const TOKEN_SIGN = /gh[pousr]_|github_pat_|glpat-|xox|A(?:KI|SI)A|sk-|npm_|eyJ|-----BEGIN /;

/** A secret behind words that announce it (the first group, which is no part of it), and what only stands in its place. */
const ANNOUNCED: readonly { readonly pattern: RegExp; readonly isPlaceholder: (text: string) => boolean }[] = [
  { pattern: /(\b(?:Bearer|Basic) {1,4})[A-Za-z0-9+/=._~-]{8,4096}/gi, isPlaceholder: isWords },
  { pattern: /(:\/\/[^\s:/@]{1,100}:)[^\s/@]{1,200}(?=@)/g, isPlaceholder: isVariable },
];

/** Plain words, as in "Basic authentication" or `Bearer YOUR_TOKEN`. */
function isWords(text: string): boolean {
  return text.split(/[^A-Za-z0-9]/).every((word) => /^(?:[A-Z]?[a-z]*|[A-Z]+)$/.test(word));
}

/** What documents write for a password: `$PASSWORD`, `<password>`, `***`, `password`. */
function isVariable(text: string): boolean {
  return /^[$<{[%*•]/.test(text) || /^(?:x+|\.+|pass|password)$/i.test(text);
}

const SECRET_KEY =
  /(?:^|[-_.])(?:authorization|cookie|passw(?:or)?d|passphrase|secret|token|credentials?|(?:api|access|private|auth)[-_]?key)$/i;

/** Whether a key announces that its value is a secret: `Authorization`, `X-Api-Key`, `db_password`. */
export function isSecretKey(key: string): boolean {
  return key.length <= 200 && SECRET_KEY.test(key.replace(/([a-z])([A-Z])/g, "$1-$2"));
}

/** Each secret by its form, and each key that announces one, has one of these in it; all in lower case. */
export const SECRET_SIGNS: readonly string[] = [
  ...["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "akia", "asia", "sk-", "npm_", "eyj"],
  ...["-----begin", "bearer", "basic", "://"],
  ...["authorization", "cookie", "passwd", "password", "passphrase", "secret", "token", "credential"],
  ...["api", "access", "private", "auth"].flatMap((word) => ["", "-", "_"].map((dash) => `${word}${dash}key`)),
];

/** Where secret-looking literals stand in a text, by their form alone. */
export function findSecrets(text: string): Span[] {
  const spans: Span[] = [];
  for (const pattern of TOKEN_SIGN.test(text) ? TOKENS : []) {
    for (const match of text.matchAll(pattern)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const { pattern, isPlaceholder } of ANNOUNCED) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index + (match[1]?.length ?? 0), end: match.index + match[0].length };
      if (!isPlaceholder(text.slice(span.start, span.end))) spans.push(span);
    }
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** A line as `key: value`, with the value's place; flow maps and lists included. */
const KEY_VALUE = /(["']|(?<![\w.-]))([\w.-]{1,200})\1[ \t]{0,20}[:=][ \t]{1,20}(?=[^\s{[|>])/g;

/** The text with every secret-looking literal replaced by as many bullets, so that columns stay where they are. */
export function maskSecrets(text: string): string {
  let masked = "";
  for (const { start, end } of [...findSecrets(text), ...announcedValues(text)].sort((a, b) => a.start - b.start)) {
    masked += text.slice(masked.length, Math.max(start, masked.length));
    masked += "•".repeat(Math.max(end - masked.length, 0));
  }
  return masked + text.slice(masked.length);
}

/** The values of keys that announce a secret; a key within such a value is a part of it. */
function announcedValues(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(KEY_VALUE)) {
    const start = match.index + match[0].length;
    if (start < (spans.at(-1)?.end ?? 0) || !isSecretKey(match[2] ?? "")) continue;
    spans.push({ start, end: start + valueLength(text.slice(start)) });
  }
  return spans;
}

function valueLength(rest: string): number {
  const quote = rest[0] === '"' || rest[0] === "'" ? rest[0] : undefined;
  const close = quote ? rest.indexOf(quote, 1) : -1;
  if (close > 0) return close + 1;
  const stop = rest.search(/[\r\n]|,[ \t]|[ \t]#/);
  let end = stop < 0 ? rest.length : stop;
  while (end > 0 && " \t}]".includes(rest.charAt(end - 1))) end--;
  return end;
}
