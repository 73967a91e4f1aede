import { type Analysis, analyse, type Sources } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { byFile } from "../diagnostics/render.ts";
import { catalogue } from "../rules/catalogue.ts";
import { lineText, positionAt } from "../source/position.ts";
import type { SourceFile } from "../source/source-file.ts";

const NEGOTIABLE: ReadonlySet<string> = new Set(
  catalogue.filter(({ negotiable }) => negotiable).map(({ code }) => code),
);

/** A file with comments that accept its problems, and how many problems they accept. */
export interface IgnoringFile {
  readonly file: SourceFile;
  readonly text: string;
  readonly accepted: number;
}

/**
 * Puts a comment above each problem that may be ignored, all for the same reason. Where that does not do, as within a
 * text of several lines, a comment at the top of the file accepts the code for all of it.
 */
export function generateIgnores(sources: Sources, { diagnostics }: Analysis, reason: string): IgnoringFile[] {
  const negotiable = diagnostics.filter(({ code }) => NEGOTIABLE.has(code));
  return [...byFile(negotiable)].map(([file, own]) => {
    const text = acceptedText(sources, file, own, reason);
    return { file, text: text ?? file.text, accepted: text === undefined ? 0 : own.length };
  });
}

function acceptedText(
  sources: Sources,
  file: SourceFile,
  own: readonly Diagnostic[],
  reason: string,
): string | undefined {
  const codes = new Set(own.map(({ code }) => code));
  const others = codesFor(file.text, file, sources).filter((code) => !codes.has(code));
  const fileWide = new Set<string>();
  for (let attempt = 0; attempt <= codes.size; attempt++) {
    const text = withComments(file, own, fileWide, reason);
    const left = codesFor(text, file, sources);
    if (left.join() === others.join()) return text;
    const stubborn = left.filter((code) => codes.has(code) && !fileWide.has(code));
    for (const code of stubborn.length > 0 ? stubborn : codes) fileWide.add(code);
  }
  return undefined;
}

/** The codes of what is wrong with a file when it has this text, sorted. */
function codesFor(text: string, file: SourceFile, sources: Sources): string[] {
  const changed = { path: file.path, text };
  const put = (files: readonly SourceFile[]) => files.map((other) => (other === file ? changed : other));
  const { diagnostics } = analyse({ ...sources, definitions: put(sources.definitions), targets: put(sources.targets) });
  return diagnostics.flatMap((diagnostic) => (diagnostic.file === changed ? [diagnostic.code] : [])).sort();
}

function withComments(
  file: SourceFile,
  own: readonly Diagnostic[],
  fileWide: ReadonlySet<string>,
  reason: string,
): string {
  const lineBreak = file.text.includes("\r\n") ? "\r\n" : "\n";
  const top = isMarkdown(file) ? file.text.indexOf("\n") + 1 : file.text.startsWith("\uFEFF") ? 1 : 0;
  const comments = new Map<number, string>();
  const insert = (at: number, comment: string) => {
    const known = comments.get(at) ?? "";
    if (!known.includes(comment)) comments.set(at, known + comment + lineBreak);
  };
  for (const { code, span } of own) {
    const { line, column } = positionAt(file, span.start);
    if (fileWide.has(code)) insert(top, `# actdef-ignore-file ${code}: ${reason}`);
    else insert(span.start - (column - 1), commentFor(file, line, `actdef-ignore ${code}: ${reason}`));
  }
  const offsets = [...comments.keys()].sort((a, b) => b - a);
  return offsets.reduce((text, at) => text.slice(0, at) + comments.get(at) + text.slice(at), file.text);
}

/** YAML's comment in the front matter and in a target, markdown's in a runbook. */
function commentFor(file: SourceFile, line: number, words: string): string {
  const closing = isMarkdown(file) ? file.text.indexOf("\n---", 3) : Number.POSITIVE_INFINITY;
  const fenceLine = closing === Number.POSITIVE_INFINITY ? closing : positionAt(file, closing + 1).line;
  if (line > fenceLine) return `<!-- ${words} -->`;
  const indent = /^[ \t]*/.exec(lineText(file, line))?.[0] ?? "";
  return `${indent}# ${words}`;
}

function isMarkdown({ path }: SourceFile): boolean {
  return path.endsWith(".md");
}
