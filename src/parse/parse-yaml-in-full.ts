import { type ParsedNode, parseDocument, type YAMLError } from "yaml";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { MAX_NESTING, tooDeepAt } from "./nesting.ts";
import { parseProblem } from "./parse-problem.ts";
import { syntaxWords } from "./syntax-words.ts";
import { toLocated } from "./to-located.ts";
import { unquotedCron } from "./unquoted-cron.ts";
import { locatedDocument, type YamlDocument } from "./yaml-document.ts";

/** YAML 1.2 and its core schema alone: no merge keys, no foreign tags, keys are text. */
const OPTIONS = {
  version: "1.2",
  schema: "core",
  merge: false,
  resolveKnownTags: false,
  stringKeys: true,
  // Checked when the nodes are located: the library's own check takes time quadratic in the number of keys.
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
  logLevel: "error",
} as const;

/**
 * Parses a part of a file as one YAML document, whatever YAML it is written in. Never throws. A document comes back unless
 * its syntax is broken; then its values could not be trusted.
 */
export function parseYamlInFull(file: SourceFile, within: Span, top: Span): Outcome<YamlDocument> {
  const text = file.text.slice(within.start, within.end);
  const deep = tooDeepAt(text);
  if (deep !== undefined) return broken(tooDeep(file, within.start + deep));

  const unfit = unfitCharacter(file, within, text);
  if (unfit) return broken(unfit);

  const parsed = parseDocument<ParsedNode>(text, OPTIONS);
  const syntax = parsed.errors.filter(({ code }) => !SEMANTIC.has(code));
  if (syntax.length > 0) return broken(...firstOfEachLine(syntax, file, within));
  const seen = [...parsed.errors, ...parsed.warnings].map((error) => yamlProblem(error, file, within));
  const located = toLocated(parsed.contents, file, within.start);
  if (located.value === undefined) return broken(...seen, ...located.diagnostics);
  return { value: locatedDocument(file, located.value, top), diagnostics: [...seen, ...located.diagnostics] };
}

/** Errors that leave the shape of the document intact, so that its other fields can still be checked. */
const SEMANTIC: ReadonlySet<string> = new Set(["NON_STRING_KEY", "TAG_RESOLVE_FAILED"]);

function yamlProblem(error: YAMLError, file: SourceFile, within: Span): Diagnostic {
  const cron = unquotedCron(file, within.start + error.pos[0]);
  if (cron) return cron;
  const text = file.text.slice(within.start, within.end);
  const { message, help, ...words } = syntaxWords(error, text);
  const start = Math.min(within.start + words.start, Math.max(within.end - 1, within.start));
  const span = { start, end: Math.max(start + 1, Math.min(within.start + words.end, within.end)) };
  switch (error.code) {
    case "NON_STRING_KEY":
      return parseProblem("yaml-key", file, span, {
        message: "a list or a map stands as a key, where text is expected",
        help: "put the key in quotes, if it is meant",
      });
    case "TAG_RESOLVE_FAILED":
      return parseProblem("yaml-tag", file, span, {
        message: `the tag "${file.text.slice(span.start, span.end)}" is not one of YAML's core schema`,
        help: "write the value without a tag",
      });
    default:
      return parseProblem("yaml-syntax", file, span, {
        message: `the YAML cannot be parsed: ${message}`,
        ...(help ? { help } : {}),
      });
  }
}

/** Behind these the parser has lost its place, and finds fault with sound lines. */
const LOST = /end with a [\]}]| in YAML stream: /;

/** One error makes a parser stumble over the rest of the line, some over all that follows; the first says what is wrong. */
function firstOfEachLine(errors: readonly YAMLError[], file: SourceFile, within: Span): Diagnostic[] {
  const lost = errors.findIndex(({ message }) => LOST.test(message));
  const trusted = lost < 0 ? errors : errors.slice(0, lost + 1);
  const lines = new Set<number>();
  const first = trusted.filter(({ pos }) => {
    const { line } = positionAt(file, within.start + pos[0]);
    return !lines.has(line) && lines.add(line);
  });
  return first.map((error) => yamlProblem(error, file, within));
}

/** What YAML excludes (1.2.2, c-printable): nobody types it, and editors do not show it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNFIT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

function unfitCharacter(file: SourceFile, within: Span, text: string): Diagnostic | undefined {
  const offset = text.search(UNFIT);
  if (offset < 0) return undefined;
  const start = within.start + offset;
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  return parseProblem(
    "yaml-character",
    file,
    { start, end: start + 1 },
    {
      message: `the control character U+${code} is not allowed in YAML`,
      help: "remove it",
    },
  );
}

function tooDeep(file: SourceFile, offset: number): Diagnostic {
  return parseProblem(
    "yaml-nesting",
    file,
    { start: offset, end: offset + 1 },
    {
      message: `the YAML is nested more than ${MAX_NESTING} levels deep here`,
      help: "write it flatter",
    },
  );
}

function broken(...diagnostics: Diagnostic[]): Outcome<YamlDocument> {
  return { value: undefined, diagnostics };
}
