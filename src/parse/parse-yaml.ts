import { type ParsedNode, parseDocument, type YAMLError } from "yaml";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { MAX_NESTING, tooDeepAt } from "./nesting.ts";
import { parseProblem } from "./parse-problem.ts";
import { toLocated } from "./to-located.ts";
import { unquotedCron } from "./unquoted-cron.ts";
import type { YamlDocument } from "./yaml-document.ts";

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

/** UTF-16 code units: more than a shard of compiled definitions could hold. */
const MAX_YAML_LENGTH = 256 * 1024;

/**
 * Parses a part of a file as one YAML document. Never throws. A document comes back unless its syntax is broken; then
 * its values could not be trusted.
 */
export function parseYaml(file: SourceFile, within: Span, top: Span): Outcome<YamlDocument> {
  if (within.end - within.start > MAX_YAML_LENGTH) return broken(tooLong(file, top));
  const text = file.text.slice(within.start, within.end);
  const deep = tooDeepAt(text);
  if (deep !== undefined) return broken(tooDeep(file, within.start + deep));

  const parsed = parseDocument<ParsedNode>(text, OPTIONS);
  const syntax = parsed.errors.filter(({ code }) => !SEMANTIC.has(code));
  if (syntax.length > 0) return broken(...firstOfEachLine(syntax, file, within));
  const seen = [...parsed.errors, ...parsed.warnings].map((error) => yamlProblem(error, file, within));
  const located = toLocated(parsed.contents, file, within.start);
  if (located.value === undefined) return broken(...seen, ...located.diagnostics);
  return { value: { file, root: located.value, top }, diagnostics: [...seen, ...located.diagnostics] };
}

/** Errors that leave the shape of the document intact, so that its other fields can still be checked. */
const SEMANTIC: ReadonlySet<string> = new Set(["NON_STRING_KEY", "TAG_RESOLVE_FAILED"]);

function yamlProblem(error: YAMLError, file: SourceFile, within: Span): Diagnostic {
  const start = Math.min(within.start + error.pos[0], Math.max(within.end - 1, within.start));
  const end = Math.max(start + 1, Math.min(within.start + error.pos[1], within.end));
  const span = { start, end };
  const cron = unquotedCron(file, start);
  if (cron) return cron;
  const offender = file.text.slice(span.start, span.end);
  switch (error.code) {
    case "NON_STRING_KEY":
      return parseProblem("yaml-key", file, span, {
        message: `${quoted(file, span)} is a key that is not text`,
        help: "put the key in quotes, if it is meant",
      });
    case "TAG_RESOLVE_FAILED":
      return parseProblem("yaml-tag", file, span, {
        message: `the tag "${offender}" is not one of YAML's core schema`,
        help: "write the value without a tag",
      });
    default:
      return parseProblem("yaml-syntax", file, span, { message: sentence(error), ...syntaxHelp(error) });
  }
}

/** The library's wording, lower case, without its position. */
function sentence(error: YAMLError): string {
  const text = error.message
    .replace(/ at line \d+.*$/s, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return `the YAML cannot be parsed: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function syntaxHelp(error: YAMLError): { help?: string } {
  if (error.code === "TAB_AS_INDENT") return { help: "indent with blanks" };
  if (error.code === "BAD_SCALAR_START") return { help: "put the value in quotes" };
  if (error.code === "MULTIPLE_DOCS") return { help: "keep one document between the fences" };
  if (error.code === "BLOCK_AS_IMPLICIT_KEY") return { help: 'put a text that contains ": " in quotes' };
  return {};
}

function quoted(file: SourceFile, span: Span): string {
  const text = file.text.slice(span.start, Math.min(span.end, span.start + 60));
  return `"${text.replace(/^["']|["']$/g, "")}"`;
}

/** One error makes a parser stumble over the rest of the line; the first one says what is wrong. */
function firstOfEachLine(errors: readonly YAMLError[], file: SourceFile, within: Span): Diagnostic[] {
  const lines = new Set<number>();
  const first = errors.filter(({ pos }) => {
    const { line } = positionAt(file, within.start + pos[0]);
    return !lines.has(line) && lines.add(line);
  });
  return first.map((error) => yamlProblem(error, file, within));
}

function tooLong(file: SourceFile, top: Span): Diagnostic {
  return parseProblem("too-large", file, top, {
    message: `the YAML is longer than ${MAX_YAML_LENGTH} characters`,
    help: "move what is not configuration to the runbook, or to the service that is called",
  });
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
