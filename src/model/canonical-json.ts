import { hash } from "node:crypto";

/**
 * JSON with sorted keys (by UTF-16 code unit, as RFC 8785 does) and no white space: equal values give equal text.
 * Members whose value is undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(inOrder(value));
}

/** The same value with the keys of all maps in order; the very same where they are, which takes no copy. */
export function inOrder<T>(value: T): T;
export function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.every(isInOrder) ? value : value.map(inOrder);
  if (isInOrder(value)) return value;
  const map = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, inOrder(map[key])]),
  );
}

function isInOrder(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  return hasKeysInOrder(value) && Object.values(value).every(isInOrder);
}

/** Whether the keys of a map are in order, whatever stands below them. */
export function hasKeysInOrder(map: object): boolean {
  let previous: string | undefined;
  for (const key of Object.keys(map)) {
    if (previous !== undefined && previous >= key) return false;
    previous = key;
  }
  return true;
}

/** SHA-256 of the canonical JSON, in lower-case hexadecimal digits. */
export function canonicalSha256(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** SHA-256 of a text's UTF-8 bytes, in lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return hash("sha256", text);
}
