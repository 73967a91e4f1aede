import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { parseProblem } from "./parse-problem.ts";

/** Where the two parts of a definition stand in its file. */
export interface FrontMatter {
  readonly yaml: Span;
  readonly runbook: Span;
}

const FENCE = "---";

/**
 * Splits a definition into front matter and runbook, as gray-matter does where it accepts a text: the first line is
 * `---`, and the next line that begins with `---` closes it. Never throws, takes linear time, and runs nothing.
 */
export function splitFrontMatter(file: SourceFile): Outcome<FrontMatter> {
  const start = file.text.startsWith("\uFEFF") ? 1 : 0;
  if (!file.text.startsWith(FENCE, start)) return refused(missingFence(file, start));
  const opening = { start, end: start + FENCE.length };
  const rest = lineFrom(file, opening.end);
  if (rest.startsWith("-")) return refused(missingFence(file, start));
  if (rest.trim() !== "") return refused(namedLanguage(file, opening, rest));

  const close = file.text.indexOf(`\n${FENCE}`, opening.end);
  if (close < 0) return refused(unclosed(file, opening, 'no "---" line closes it'));
  const closing = lineFrom(file, close + 1);
  if (closing.trim() !== FENCE) {
    const line = { start: close + 1, end: close + 1 + closing.trimEnd().length };
    return refused(unclosed(file, line, `"${short(closing)}" does not close it, since the fence must stand alone`));
  }
  // The line feed before the fence belongs to the YAML: without it, a CR would be left over.
  const yaml = { start: opening.end, end: close + 1 };
  if (isBlankYaml(file.text.slice(yaml.start, yaml.end))) return refused(emptyFrontMatter(file, opening));
  const body = Math.min(close + 1 + closing.length + 1, file.text.length);
  return { value: { yaml, runbook: { start: body, end: file.text.length } }, diagnostics: [] };
}

/** The text from an offset to the end of its line, without the line feed. */
function lineFrom(file: SourceFile, start: number): string {
  const end = file.text.indexOf("\n", start);
  return file.text.slice(start, end < 0 ? file.text.length : end);
}

function isBlankYaml(text: string): boolean {
  return !/(?:^|\n)[^\S\n]*[^\s#]/.test(text);
}

function short(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
}

function emptyFrontMatter(file: SourceFile, fence: Span): Diagnostic {
  return parseProblem("empty-front-matter", file, fence, {
    message: "the front matter is empty",
    help: "write the fields of the definition between the two fences; `actdef new <id>` makes a complete one",
  });
}

function refused(diagnostic: Diagnostic): Outcome<FrontMatter> {
  return { value: undefined, diagnostics: [diagnostic] };
}

function missingFence(file: SourceFile, start: number): Diagnostic {
  const line = lineFrom(file, start).trimEnd();
  const span = { start, end: start + Math.max(line.length, 1) };
  return parseProblem("no-front-matter", file, span, {
    message: `the first line is not "---"`,
    help: fenceHelp(line, file.text.slice(start).trimStart()),
  });
}

function fenceHelp(line: string, text: string): string {
  if (line.startsWith(`${FENCE}-`)) return 'write "---", three dashes';
  if (text.startsWith(FENCE)) return "remove what stands before the opening fence";
  return "begin the file with its front matter between two `---` lines; `actdef new <id>` makes a complete one";
}

function namedLanguage(file: SourceFile, fence: Span, rest: string): Diagnostic {
  // Only LF ends a line here, with or without a CR before it; what follows a CR alone is no language.
  if (rest.trimEnd().includes("\r")) {
    return parseProblem("no-front-matter", file, fence, {
      message: "the lines end with a CR alone, so the first line is the whole file",
      help: "save the file with LF or CRLF as its line ends",
    });
  }
  const span = { start: fence.start, end: fence.end + rest.trimEnd().length };
  return parseProblem("front-matter-language", file, span, {
    message: `the fence says "${short(FENCE + rest)}", and front matter is YAML here, never code or another language`,
    help: 'write "---" alone on the line',
  });
}

function unclosed(file: SourceFile, span: Span, why: string): Diagnostic {
  return parseProblem("unclosed-front-matter", file, span, {
    message: `the front matter is not closed: ${why}`,
    help: 'put a line "---" between the front matter and the runbook',
  });
}
