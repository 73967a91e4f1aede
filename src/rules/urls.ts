import type { Span } from "../source/source-file.ts";

/** An absolute URL in a text, and its host without user and port. */
export interface FoundUrl extends Span {
  readonly host: Span;
}

/** Bounded, so that matching takes linear time; what ends a sentence or a markup is no part of a URL. */
const URL_PATTERN =
  /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/([^\s"'<>`\\|^{}/?#]{0,600})[^\s"'<>`\\|^{}]{0,2000}/g;

/** Every absolute URL in a text, whatever its scheme. */
export function findUrls(text: string): FoundUrl[] {
  if (!text.includes("://")) return [];
  return Array.from(text.matchAll(URL_PATTERN), ({ 0: match, 1: written = "", index }) => {
    const end = index + match.replace(/[).,;:!]{1,10}$/, "").length;
    const authority = written.replace(/[).,;:!]{1,10}$/, "");
    const start = index + match.indexOf("://") + "://".length + authority.lastIndexOf("@") + 1;
    const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d{0,10}$/, "");
    return { start: index, end: Math.max(end, start + host.length), host: { start, end: start + host.length } };
  });
}
