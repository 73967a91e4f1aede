import type { Definition } from "../model/definition.ts";
import type { Heading } from "../parse/runbook.ts";
import type { Span } from "../source/source-file.ts";
import { closeMatch } from "../validate/suggest.ts";
import { defineRule } from "./rule.ts";

/** What somebody who is woken at night has to find. */
const REQUIRED = ["Purpose", "How to run manually", "How to pause", "Failure modes", "Rollback"];

/** A level 1 heading is the title of the page. */
const MIN_LEVEL = 2;

export const runbookHeadings = defineRule({
  code: "runbook-headings",
  severity: "error",
  negotiable: true,
  summary: "The runbook lacks a section that every runbook has.",
  rationale:
    "Whoever is called when the job fails may see it for the first time. The sections Purpose, How to run manually, How to pause, Failure modes and Rollback are where they look; further ones are welcome.",
  scope: "definition",
  reads: [],
  check(definition, report) {
    const { headings, span } = definition.runbook;
    if (REQUIRED.every((name) => headings.some(({ level, text }) => text === name && level >= MIN_LEVEL))) return;
    const sections = headings.filter(({ level }) => level >= MIN_LEVEL).map(({ text }) => folded(text));
    const missing = REQUIRED.filter((name) => !sections.includes(folded(name)));
    if (missing.length === 0) return;
    const isEmpty = definition.document.file.text.slice(span.start, span.end).trim() === "";
    const near = missing.flatMap((name) => nearHeading(name, headings));
    report({
      at: isEmpty ? closingFence(definition) : firstLine(definition),
      message: isEmpty
        ? "the runbook is empty"
        : `the runbook has no section ${missing.map((name) => `"${name}"`).join(", ")}`,
      help: missing.length === 1 ? `add ## ${missing[0]}` : `add a section for each, such as ## ${missing[0]}`,
      ...(near.length > 0 ? { related: near } : {}),
    });
  },
});

function folded(text: string): string {
  return text.toLowerCase().replace(/\s+/g, " ");
}

/** A heading that was probably meant: misspelt, or of the title's level. */
function nearHeading(name: string, headings: readonly Heading[]) {
  const titles = headings.map(({ text }) => text);
  const meant = headings[titles.indexOf(closeMatch(name, titles) ?? "")];
  if (!meant) return [];
  const isTitle = meant.level < MIN_LEVEL && folded(meant.text) === folded(name);
  return [{ at: meant.span, message: isTitle ? "a section begins with ##, not #" : `did you mean "${name}"?` }];
}

function firstLine({ document: { file }, runbook }: Definition): Span {
  const text = file.text.slice(runbook.span.start, runbook.span.end);
  const start = runbook.span.start + text.search(/\S/);
  const [line = ""] = file.text.slice(start).split(/[\r\n]/, 1);
  return { start, end: start + line.trimEnd().length };
}

function closingFence({ document: { file }, runbook }: Definition): Span {
  const start = file.text.lastIndexOf("\n---", runbook.span.start) + 1;
  return { start, end: start + "---".length };
}
