import type { Span } from "../source/source-file.ts";
import { codeSpans } from "./code-spans.ts";

/** A link or an image of a runbook that leads to a file or a heading, and not to another host. */
export interface Link extends Span {
  /** Escapes resolved; without query and fragment. Empty in a link to a heading of the same page. */
  readonly path: string;
  /** What follows the `#`, escapes resolved; empty where there is none. */
  readonly fragment: string;
}

/** A runbook is a page of text; further links are not judged, which bounds what a hostile one may cost. */
const MAX_LINKS = 1000;

/** Lengths are bounded, and no alternative begins as another does, so that matching takes linear time. */
const ANGLED = String.raw`<([^<>\n\0]{0,1000})>`;
const PLAIN = String.raw`(?!<)((?:[^\s()\\\0]|\\.|\((?:[^\s()\\\0]|\\.){0,300}\)){1,1000})`;
const TITLE = String.raw`"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)`;
const LINE_BREAK = String.raw`[ \t]{0,100}(?:\r?\n[ \t]{0,100})?`;

/** Behind `](`: the target, perhaps a title, and the closing parenthesis. */
const INLINE = new RegExp(String.raw`${LINE_BREAK}(?:${ANGLED}|${PLAIN})(?:\s{1,100}(?:${TITLE}))?\s{0,100}\)`, "dy");

/** A line `[label]: target`, perhaps with a title; `[^1]: …` is a footnote. */
const DEFINITION = new RegExp(
  String.raw`^ {0,3}\[(?!\^)(?:[^[\]\\\0]|\\.){1,300}\]:${LINE_BREAK}(?:${ANGLED}|(?!<)([^\s\0]{1,1000}))(?:${LINE_BREAK}(?:${TITLE}))?[ \t]{0,100}\r?$`,
  "dgm",
);

/** What opens and closes the text of a link; an empty line ends the paragraph, and with it what is open. */
const BRACKET = /\\.|\[|\]\(?|\n[ \t\r]*\n/g;

/**
 * The relative links of markdown from one offset to another, in reading order: `[text](target)`, `![image](target)` and
 * `[label]: target`. What stands in code or in a comment is no link. The span is that of the path as it is written, or
 * of `#fragment` where there is no path. HTML is not read.
 */
export function linksIn(text: string, span: Span): Link[] {
  const part = text.slice(span.start, span.end);
  if (!mayHoldLinks(part)) return [];
  const prose = withoutComments(withoutCode(text, span));
  return [...inlineTargets(prose), ...definedTargets(prose)]
    .sort((a, b) => a.start - b.start)
    .flatMap(({ start, end }) => relativeLink(prose.slice(start, end), span.start + start) ?? [])
    .slice(0, MAX_LINKS);
}

/** Tells most texts without a link from others, in next to no time. */
export function mayHoldLinks(text: string): boolean {
  return text.includes("](") || text.includes("]:");
}

/** The text of a span, with a NUL for each character of code: no part of any target. */
function withoutCode(text: string, { start, end }: Span): string {
  let prose = "";
  let at = start;
  for (const code of codeSpans(text, { start, end })) {
    prose += text.slice(at, code.start) + "\0".repeat(code.end - code.start);
    at = code.end;
  }
  return prose + text.slice(at, end);
}

function withoutComments(text: string): string {
  let prose = "";
  let at = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", at)) {
    const closing = text.indexOf("-->", start + "<!--".length);
    const end = closing < 0 ? text.length : closing + "-->".length;
    prose += text.slice(at, start) + "\0".repeat(end - start);
    at = end;
  }
  return prose + text.slice(at);
}

function inlineTargets(prose: string): Span[] {
  const targets: Span[] = [];
  let open = 0;
  BRACKET.lastIndex = 0;
  for (let match = BRACKET.exec(prose); match; match = BRACKET.exec(prose)) {
    const [sign] = match;
    if (sign === "[") open++;
    else if (sign.startsWith("\n")) open = 0;
    else if (sign.startsWith("]") && open > 0) {
      open--;
      INLINE.lastIndex = BRACKET.lastIndex;
      const target = sign === "](" ? INLINE.exec(prose) : null;
      if (!target) continue;
      targets.push(targetOf(target));
      BRACKET.lastIndex = INLINE.lastIndex;
    }
  }
  return targets;
}

function definedTargets(prose: string): Span[] {
  return prose.includes("]:") ? Array.from(prose.matchAll(DEFINITION), targetOf) : [];
}

/** Where the target stands: within angle brackets or without. */
function targetOf({ indices }: RegExpExecArray): Span {
  const [start, end] = indices?.[1] ?? indices?.[2] ?? [0, 0];
  return { start, end };
}

/** A target as a link; undefined where it names a scheme or a host, or nothing. */
function relativeLink(target: string, start: number): Link | undefined {
  if (/^(?:[A-Za-z][A-Za-z0-9+.-]{0,50}:|\/\/)/.test(target)) return undefined;
  const [, path = "", fragment = ""] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?/s.exec(target) ?? [];
  if (path === "" && (fragment === "" || !target.startsWith("#"))) return undefined;
  const end = start + (path === "" ? target : path).length;
  return { start, end, path: unescaped(path), fragment: unescaped(fragment) };
}

/** Without markdown's backslashes and the percent signs of URLs; the latter stay where they stand for nothing. */
function unescaped(text: string): string {
  const plain = text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
