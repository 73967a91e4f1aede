import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../source/source-file.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { parseProblem } from "./parse-problem.ts";
import { parseYaml } from "./parse-yaml.ts";
import { parseRunbook, type Runbook } from "./runbook.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** A definition's two parts, parsed. */
export interface ParsedDefinition {
  readonly document: YamlDocument;
  readonly runbook: Runbook;
}

/** Parses a definition: front matter as YAML, the body for its headings. Never throws. */
export function parseDefinition(file: SourceFile): Outcome<ParsedDefinition> {
  const defect = unreadable(file);
  if (defect) return { value: undefined, diagnostics: [defect] };
  const split = splitFrontMatter(file);
  if (!split.value) return { value: undefined, diagnostics: split.diagnostics };
  const start = file.text.startsWith("\uFEFF") ? 1 : 0;
  const yaml = parseYaml(file, split.value.yaml, { start, end: start + "---".length });
  if (!yaml.value) return { value: undefined, diagnostics: yaml.diagnostics };
  const runbook = parseRunbook(file, split.value.runbook);
  return { value: { document: yaml.value, runbook }, diagnostics: yaml.diagnostics };
}

/** Parses a target file: YAML from its first line to its last. Never throws. */
export function parseTarget(file: SourceFile): Outcome<YamlDocument> {
  const defect = unreadable(file);
  if (defect) return { value: undefined, diagnostics: [defect] };
  const start = file.text.startsWith("\uFEFF") ? 1 : 0;
  const firstLine = /^.*/.exec(file.text.slice(start))?.[0] ?? "";
  return parseYaml(file, { start, end: file.text.length }, { start, end: start + Math.max(firstLine.length, 1) });
}

function unreadable(file: SourceFile): Diagnostic | undefined {
  if (file.defect) {
    const { kind, detail, offset } = file.defect;
    const help = HELP[kind];
    const span = { start: offset, end: Math.min(offset + 1, file.text.length) };
    return parseProblem(kind, file, span, { message: detail, ...(help ? { help } : {}) });
  }
  if (file.text.trim() !== "" && file.text !== "\uFEFF") return undefined;
  return parseProblem(
    "empty-file",
    file,
    { start: 0, end: 0 },
    {
      message: "the file is empty",
      help: "`actdef new <id>` makes a complete definition",
    },
  );
}

const HELP: Partial<Record<NonNullable<SourceFile["defect"]>["kind"], string>> = {
  "not-utf8": "save the file as UTF-8",
  "outside-project": "put the file itself where the link is",
  misplaced: "move it to activity-definitions/<namespace>/<name>.md",
};
