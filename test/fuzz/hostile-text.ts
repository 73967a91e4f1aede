import fc from "fast-check";
import { full } from "./full-project.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** What terminals, XML, JSON, workflow commands and YAML each take for more than text. */
const signs = fc.constantFrom(
  ...["<", ">", "&", '"', "'", "]]>", "<!--", "&#0;", "::error::", "%0A", "\u001b[31m", "\u0007", "\0", "\u0085"],
  ...["\u2028", "\u202e", "\uFEFF", "\uFFFE", "\uFFFF", "🐘", "\t", "\r", "\n", "\r\n", " # ", ": ", "- ", "*a", "&a "],
  ...["{", "}", "[", "]", "!!str ", "|\n ", "\\ud800", '"\\ud800"', '"\\0"', "---\n", "Bearer abcdefgh12345678", "x"],
);

const junk = fc.array(signs, { maxLength: 12 }).map((parts) => parts.join(""));

/** A text with something else in the place of a part of it. */
function editedOf(text: string): fc.Arbitrary<Uint8Array> {
  const edit = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 40 }), junk);
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const edited = edits.reduce((it, [at, length, insert]) => it.slice(0, at) + insert + it.slice(at + length), text);
    return encode(edited);
  });
}

const bytes = fc.uint8Array({ maxLength: 400 });

/** A sound text in which some bytes are others. */
function corruptedOf(text: string): fc.Arbitrary<Uint8Array> {
  const sound = encode(text);
  const change = fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 }));
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = sound.slice();
    for (const [at, byte] of changes) copy[at] = byte;
    return copy;
  });
}

export const anyDefinition = fc.oneof(bytes, editedOf(full.definition), corruptedOf(full.definition));
export const anyTarget = fc.oneof(bytes, editedOf(full.target), corruptedOf(full.target));
