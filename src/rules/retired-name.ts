import type { Definition } from "../model/definition.ts";
import type { RetiredName } from "../model/target.ts";
import { codeSpans, isWithin } from "../parse/code-spans.ts";
import { valueAt } from "../parse/located.ts";
import type { Span } from "../source/source-file.ts";
import { defineRule, type Signs } from "./rule.ts";
import { withoutOverlap } from "./without-overlap.ts";

export const retiredName = defineRule({
  code: "retired-name",
  severity: "error",
  negotiable: true,
  summary: "A title, description or runbook uses a name that is retired.",
  rationale:
    "While a job is renamed, operators meet it under two names and take them for two jobs. The target lists the names that are over; they are found as whole words, in any case. Texts that have to keep one stand under `except`.",
  scope: "definition-on-target",
  // It searches the file as it is written.
  reads: [],
  signs: ({ target }) => allSigns(target.policy.retired_names),
  check(definition, target, report) {
    const { text } = definition.document.file;
    const matches = target.target.policy.retired_names.flatMap((retired, index) =>
      (text.search(wholeWords(retired.name)) < 0 ? [] : places(definition)).flatMap((place) =>
        occurrences(retired, text, place).map((span) => ({ ...span, retired, index })),
      ),
    );
    const code = matches.length > 0 ? codeSpans(text, definition.runbook.span) : [];
    for (const { start, end, retired, index } of withoutOverlap(matches)) {
      const isSafe = isSafeAt(start, definition, retired) && !isWithin({ start, end }, code);
      report({
        at: { start, end },
        message: `"${text.slice(start, end).replace(/\s+/g, " ")}" is a retired name`,
        label: `now "${retired.use}"`,
        help: `write "${retired.use}", or list the text that has to stay under the name's except`,
        related: [{ in: target, at: ["policy", "retired_names", index, "name"], message: "retired here" }],
        ...(isSafe ? { fix: [{ span: { start, end }, text: retired.use }] } : {}),
      });
    }
  },
});

/** A part of each name; nothing where one of them has no letter or digit of ASCII. */
function allSigns(names: readonly RetiredName[]): Signs {
  const parts = names.map(({ name }) => name.match(/[!-~]+/g)?.reduce((a, b) => (b.length > a.length ? b : a)));
  return parts.every((part) => part !== undefined) ? parts.map((part) => part.toLowerCase()) : undefined;
}

/** Where people read: the title and the description as they are written, and the runbook. */
function places({ document, runbook }: Definition): Span[] {
  const fields = ["title", "description"].flatMap((field) => valueAt(document.root, [field])?.span ?? []);
  return [...fields, runbook.span];
}

function occurrences({ name, except }: RetiredName, text: string, place: Span): Span[] {
  const part = text.slice(place.start, place.end);
  const find = (words: string) =>
    Array.from(part.matchAll(wholeWords(words)), ({ 0: match, index }) => {
      return { start: place.start + index, end: place.start + index + match.length };
    });
  const found = find(name);
  if (found.length === 0) return [];
  const kept = except.flatMap(find);
  return outside(found, kept);
}

/** The spans, ascending, that lie within none of the others. */
function outside(spans: readonly Span[], others: readonly Span[]): Span[] {
  const ascending = [...others].sort((a, b) => a.start - b.start);
  let next = 0;
  let end = 0;
  return spans.filter((span) => {
    for (let other = ascending[next]; other && other.start <= span.start; other = ascending[++next]) {
      end = Math.max(end, other.end);
    }
    return span.end > end;
  });
}

/** Matches a name in any case, whatever white space parts its words, and not within a longer word. */
function wholeWords(name: string): RegExp {
  const known = patterns.get(name) ?? wholeWordsPattern(name);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(name, known);
  return known;
}

/** The same few names are looked for in every definition, and making a pattern takes longer than a search. */
const patterns = new Map<string, RegExp>();
const MAX_PATTERNS = 1000;

function wholeWordsPattern(name: string): RegExp {
  const words = name
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const letter = String.raw`[\p{L}\p{N}]`;
  return new RegExp(`(?<!${letter}(?=${letter}))${words.join(String.raw`\s+`)}(?!(?<=${letter})${letter})`, "giu");
}

/** In a runbook's prose any text is safe (in its commands none); in YAML, one that cannot be taken for syntax. */
function isSafeAt(start: number, { runbook }: Definition, { name, use }: RetiredName): boolean {
  if (use.search(wholeWords(name)) >= 0) return false;
  return start >= runbook.span.start || /^[\p{L}][\p{L}\p{N} _.-]*$/u.test(use);
}
