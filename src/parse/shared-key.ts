/** A power of two, so that a place in the list is found by its last bits. */
const PLACES = 512;

/** Longer keys are seldom met twice. */
const MAX_LENGTH = 40;

/** Keys that were read before, each at the place that its length and three of its characters give. */
const known: string[] = Array.from({ length: PLACES }, () => "");

/**
 * The part of a text as a string; the very same one for a key that was just read elsewhere. All definitions have the same
 * few dozen keys, and V8 makes an object in a fraction of the time from keys that it has met as such.
 */
export function sharedKey(text: string, start: number, end: number): string {
  const length = end - start;
  if (length > MAX_LENGTH || length === 0) return text.slice(start, end);
  const middle = text.charCodeAt(start + (length >> 1));
  const place = (length * 61 + text.charCodeAt(start) * 7 + middle * 29 + text.charCodeAt(end - 1)) & (PLACES - 1);
  const before = known[place] ?? "";
  if (before.length === length && text.startsWith(before, start)) return before;
  const key = apart(text.slice(start, end));
  known[place] = key;
  return key;
}

/** The same text as a key that holds on to no longer one. */
function apart(key: string): string {
  return Object.keys({ [key]: 0 })[0] ?? key;
}
