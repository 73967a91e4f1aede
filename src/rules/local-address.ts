import type { Span } from "../source/source-file.ts";
import { findUrls } from "./urls.ts";
import { withoutOverlap } from "./without-overlap.ts";

/** Addresses that mean the machine itself, its own link, or none: never the same thing to two pods. */
export type LocalKind = "loopback" | "link-local" | "unspecified";

export interface LocalAddress extends Span {
  readonly kind: LocalKind;
}

/** A name is 253 characters at most; an IPv6 address with its zone is far shorter. */
const MAX_HOST_LENGTH = 300;

/**
 * What kind of local address a URL's host is. Hosts are read as the WHATWG URL Standard has it, so `127.1`,
 * `2130706433`, `0x7f000001` and `[::ffff:127.0.0.1]` are 127.0.0.1.
 */
export function localKind(host: string): LocalKind | undefined {
  if (host.length > MAX_HOST_LENGTH) return undefined;
  const bare = host.replace(/^\[|\]$/g, "");
  const url = `http://${bare.includes(":") ? `[${bare.replace(/%.*$/s, "")}]` : bare}`;
  return URL.canParse(url) ? kindOfHostname(new URL(url).hostname) : undefined;
}

function kindOfHostname(hostname: string): LocalKind | undefined {
  if (/^(?:.*\.)?localhost\.?$/.test(hostname) || /^127\./.test(hostname) || hostname === "[::1]") return "loopback";
  if (/^169\.254\./.test(hostname) || /^\[fe[89ab]/.test(hostname)) return "link-local";
  if (hostname === "0.0.0.0" || hostname === "[::]") return "unspecified";
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (!mapped) return undefined;
  const [high, low] = [Number.parseInt(mapped[1] ?? "", 16), Number.parseInt(mapped[2] ?? "", 16)];
  return kindOfHostname([high >> 8, high & 255, low >> 8, low & 255].join("."));
}

/** The start of a word, also behind a percent-encoded character. */
const START = String.raw`(?:(?<![\w.-])|(?<=%[0-9a-f]{2}))`;
/** The end of a word: not within a longer name such as `localhost.example.com`. */
const END = String.raw`(?![\w-]|\.\w)`;

/** Local addresses in their usual spelling, wherever they stand in a text. `0.0.0.0/0` is the range of all addresses. */
const BARE = new RegExp(
  [
    String.raw`${START}127(?:\.\d{1,3}){3}(?!\w|\.\w)`,
    String.raw`${START}169\.254(?:\.\d{1,3}){2}(?!\w|\.\w)`,
    String.raw`${START}0\.0\.0\.0(?!\w|\.\w|\/0)`,
    String.raw`${START}(?:[\w-]{1,63}\.){1,8}localhost${END}`,
    String.raw`(?:(?<![\w-])|(?<=%[0-9a-f]{2}))localhost${END}`,
    String.raw`\[[0-9a-f:.]{2,45}(?:%\w{1,20})?\]`,
    String.raw`(?<![\w:.[])::1(?![\w:]|\.\w)`,
    String.raw`(?<![\w:.[])fe[89ab][0-9a-f](?::[0-9a-f]{0,4}){2,7}`,
    String.raw`^\s{0,20}::\s{0,20}$`,
  ].join("|"),
  "gi",
);

/** Every local address, in any spelling, has one of these. */
const HINT = /[:[]|localhost|\d\./i;

/** Tells most texts without a local address from others, in next to no time. */
export function mayHoldLocalAddress(text: string): boolean {
  return HINT.test(text);
}

/** Every local address in a text: as the host of a URL in any spelling, elsewhere in the usual one. */
export function findLocalAddresses(text: string): LocalAddress[] {
  if (!mayHoldLocalAddress(text)) return [];
  const hosts = findUrls(text).map(({ host }) => host);
  const bare = Array.from(text.matchAll(BARE), ({ 0: match, index }) => ({ start: index, end: index + match.length }));
  const local = [...hosts, ...bare].flatMap((span) => {
    const kind = localKind(text.slice(span.start, span.end).trim());
    return kind ? [{ ...span, kind }] : [];
  });
  return withoutOverlap(local);
}

/** What each kind means where a job runs. */
export const LOCAL_KIND_WORDS: Readonly<Record<LocalKind, string>> = {
  loopback: "a loopback address: inside a cluster that is the calling pod itself",
  "link-local": "a link-local address: inside a cluster that is the node's own link",
  unspecified: "the unspecified address: nothing can be called there",
};
