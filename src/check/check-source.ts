import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts";
import { buildActivity } from "../model/build-activity.ts";
import { buildTarget } from "../model/build-target.ts";
import type { Definition, TargetFile } from "../model/definition.ts";
import { prune } from "../model/prune.ts";
import { parseDefinition, parseTarget } from "../parse/parse-definition.ts";
import { checkDefinitionRules, checkTargetRules, type Surroundings } from "../rules/check-rules.ts";
import type { Rule } from "../rules/rule.ts";
import type { SourceFile } from "../source/source-file.ts";
import { validateDefinitionDocument, validateTargetDocument } from "../validate/validate-document.ts";

/** Reads a definition, and checks it alone and in its surroundings. Pure, and never throws on what the file says. */
export function checkDefinition(
  file: SourceFile,
  surroundings: Surroundings,
  rules: readonly Rule[],
): Outcome<Definition> {
  const parsed = parseDefinition(file);
  if (!parsed.value) return { value: undefined, diagnostics: parsed.diagnostics };
  const { document, data, invalid, diagnostics } = validateDefinitionDocument(parsed.value.document);
  const activity = buildActivity(prune(data, invalid));
  const value: Definition = { document, runbook: parsed.value.runbook, activity, invalid };
  const found = checkDefinitionRules(rules, value, surroundings);
  return { value, diagnostics: together(parsed.diagnostics, diagnostics, found) };
}

/** Reads a target file, and checks it by itself. Pure, and never throws on what the file says. */
export function checkTarget(file: SourceFile, rules: readonly Rule[]): Outcome<TargetFile> {
  const parsed = parseTarget(file);
  if (!parsed.value) return { value: undefined, diagnostics: parsed.diagnostics };
  const { document, data, invalid, diagnostics } = validateTargetDocument(parsed.value);
  const value: TargetFile = { document, target: buildTarget(prune(data, invalid)), invalid };
  const found = checkTargetRules(rules, value);
  return { value, diagnostics: together(parsed.diagnostics, diagnostics, found) };
}

function together(...stages: readonly (readonly Diagnostic[])[]): readonly Diagnostic[] {
  return stages.every((stage) => stage.length === 0) ? NONE : stages.flat();
}

const NONE: readonly Diagnostic[] = [];
