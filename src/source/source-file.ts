/** A text that diagnostics point into. */
export interface SourceFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  /** As decoded, a byte order mark included; empty where the file could not be read. */
  readonly text: string;
  /** Why the text is not to be trusted; absent in a readable file. */
  readonly defect?: SourceDefect;
}

/** A range of UTF-16 code units, `end` excluded; lines and columns are derived when printing. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SourceDefect {
  readonly kind: "unreadable" | "not-a-file" | "too-large" | "not-utf8" | "outside-project" | "misplaced";
  /** What was found, to be put behind the path. */
  readonly detail: string;
  /** Where in the text it shows, in UTF-16 code units. */
  readonly offset: number;
}

/** A larger file is refused unread: a definition is a page of text, and this bounds what a hostile one may cost. */
export const MAX_SOURCE_BYTES = 1024 * 1024;

/** Decodes a file's bytes as UTF-8. Never throws: what cannot be decoded becomes a defect. */
export function decodeSource(path: string, bytes: Uint8Array): SourceFile {
  if (bytes.byteLength > MAX_SOURCE_BYTES) return defective(path, "too-large", tooLarge(bytes.byteLength));
  try {
    return { path, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return undecodable(path, bytes);
  }
}

export function defective(path: string, kind: SourceDefect["kind"], detail: string): SourceFile {
  return { path, text: "", defect: { kind, detail, offset: 0 } };
}

export function tooLarge(bytes: number): string {
  return `the file has ${bytes} bytes; at most ${MAX_SOURCE_BYTES} are read`;
}

function undecodable(path: string, bytes: Uint8Array): SourceFile {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const again = Buffer.from(text);
  const bad = bytes.findIndex((byte, index) => byte !== again[index]);
  const offset = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, bad)).length;
  const byte = (bytes[bad] ?? 0).toString(16).padStart(2, "0");
  return { path, text, defect: { kind: "not-utf8", detail: `byte 0x${byte} at ${bad} is not UTF-8`, offset } };
}
