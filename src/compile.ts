import { type Diagnostic, hasErrors, type Outcome } from "./diagnostics/diagnostic.ts";
import { ordered } from "./diagnostics/order.ts";
import { type OutputFile, outputFiles } from "./emit/output-files.ts";
import { buildActivity } from "./model/build-activity.ts";
import { buildTarget } from "./model/build-target.ts";
import type { Definition, TargetFile } from "./model/definition.ts";
import { prune } from "./model/prune.ts";
import { parseDefinition, parseTarget } from "./parse/parse-definition.ts";
import { project } from "./project/projections.ts";
import { accepted } from "./rules/accept.ts";
import { checkRules, uncheckedCodes } from "./rules/check-rules.ts";
import type { Rule } from "./rules/rule.ts";
import { rules as allRules } from "./rules/rules.ts";
import type { MissingPaths } from "./source/missing-paths.ts";
import type { SourceFile } from "./source/source-file.ts";
import { validateDefinitionDocument, validateTargetDocument } from "./validate/validate-document.ts";

/** The sources of a compilation. */
export interface Sources {
  readonly definitions: readonly SourceFile[];
  readonly targets: readonly SourceFile[];
  /** False where only some of a project's definitions are given: rules over the fleet are left out then. */
  readonly isWholeProject: boolean;
  /** Of `linkedPaths(definitions)`, those at which the project has nothing; left out, links are not judged. */
  readonly missing?: MissingPaths;
}

/** Everything that was understood of the sources, and everything that is wrong with them, in reading order. */
export interface Analysis {
  readonly definitions: readonly Definition[];
  readonly targets: readonly TargetFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Sources to diagnostics: parse, validate, model, rules. Pure, and never throws on what a source says. */
export function analyse(sources: Sources, rules: readonly Rule[] = allRules): Analysis {
  const readDefinitions = sources.definitions.map(readDefinition);
  const readTargets = sources.targets.map(readTarget);
  const definitions = readDefinitions.flatMap(({ value }) => value ?? []);
  const targets = readTargets.flatMap(({ value }) => value ?? []);
  const subjects = { definitions, targets, isWholeProject: sources.isWholeProject, missing: sources.missing };
  const read = [...readDefinitions, ...readTargets].flatMap(({ diagnostics }) => diagnostics);
  const found = [...read, ...checkRules(rules, subjects)];
  const checked = {
    files: [...sources.definitions, ...sources.targets],
    targets,
    unchecked: uncheckedCodes(rules, subjects),
  };
  return { definitions, targets, diagnostics: ordered(accepted(found, checked)) };
}

/** Sources to output files, one set a target; no file at all while any source has an error. */
export function compile(sources: Sources): Analysis & { readonly outputs: readonly OutputFile[] } {
  const analysis = analyse(sources);
  if (hasErrors(analysis.diagnostics)) return { ...analysis, outputs: [] };
  const activities = analysis.definitions.map(({ activity }) => activity);
  const outputs = analysis.targets.flatMap(({ target }) => outputFiles(target, project(activities, target)));
  return { ...analysis, outputs };
}

function readDefinition(file: SourceFile): Outcome<Definition> {
  const parsed = parseDefinition(file);
  if (!parsed.value) return { value: undefined, diagnostics: parsed.diagnostics };
  const { document, data, invalid, diagnostics } = validateDefinitionDocument(parsed.value.document);
  const activity = buildActivity(prune(data, invalid));
  const value = { document, runbook: parsed.value.runbook, activity, invalid };
  return { value, diagnostics: [...parsed.diagnostics, ...diagnostics] };
}

function readTarget(file: SourceFile): Outcome<TargetFile> {
  const parsed = parseTarget(file);
  if (!parsed.value) return { value: undefined, diagnostics: parsed.diagnostics };
  const { document, data, invalid, diagnostics } = validateTargetDocument(parsed.value);
  const value = { document, target: buildTarget(prune(data, invalid)), invalid };
  return { value, diagnostics: [...parsed.diagnostics, ...diagnostics] };
}
