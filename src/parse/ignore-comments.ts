import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";

/** A comment that accepts a problem, with the reason. */
export interface IgnoreComment {
  readonly span: Span;
  readonly code: string;
  readonly codeSpan: Span;
  readonly reason: string;
  /** The line that it speaks of, counted from 1: the next one that is no comment of this kind; undefined: the whole file. */
  readonly line: number | undefined;
}

/** A file without it has no such comment. */
export const IGNORE_WORD = "actdef-ignore";

/** `# actdef-ignore code: reason`, `# actdef-ignore-file code: reason`; in a runbook `<!-- actdef-ignore code: reason -->`. */
const COMMENT = /^([ \t]*(?:#|<!--)[ \t]*)actdef-ignore(-file)?(?:[ \t]+(?!-->)([^\s:]+))?[ \t]*:?([^\n]*)$/gm;

/** Finds the comments of a file that accept a problem, well formed or not. */
export function ignoreComments(file: SourceFile): IgnoreComment[] {
  if (!file.text.includes(IGNORE_WORD)) return [];
  const found = [...file.text.matchAll(COMMENT)].map((match) => readComment(match));
  const lineOf = (comment: { readonly span: Span }) => positionAt(file, comment.span.start).line;
  const spokenOf = new Map<number, number>();
  for (const line of found.map(lineOf).reverse()) spokenOf.set(line, spokenOf.get(line + 1) ?? line + 1);
  return found.map(({ isFileWide, ...comment }) => {
    return { ...comment, line: isFileWide ? undefined : spokenOf.get(lineOf(comment)) };
  });
}

function readComment(match: RegExpExecArray) {
  const [whole, opening = "", fileWide, code = "", rest = ""] = match;
  const start = match.index + opening.length;
  const codeStart = code === "" ? start : match.index + whole.indexOf(code, opening.length + IGNORE_WORD.length);
  const codeEnd = code === "" ? start + IGNORE_WORD.length : codeStart + code.length;
  return {
    span: { start, end: match.index + whole.trimEnd().length },
    code,
    codeSpan: { start: codeStart, end: codeEnd },
    reason: rest.replace(/-->\s*$/, "").trim(),
    isFileWide: fileWide !== undefined,
  };
}
