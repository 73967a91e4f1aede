import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Definition, isValid, type TargetFile } from "../model/definition.ts";
import { type FleetMember, placeOf } from "../model/fleet-member.ts";
import type { Path } from "../parse/located.ts";
import { locate, locateWithin } from "../parse/yaml-document.ts";
import type { MissingPaths } from "../source/missing-paths.ts";
import type { Span } from "../source/source-file.ts";
import type { Finding, Place, Report, Rule } from "./rule.ts";
import { RuleChoice } from "./rule-choice.ts";

/** What a definition is judged by that does not stand in it. */
export interface Surroundings {
  readonly targets: readonly TargetFile[];
  /** Of the paths that its runbook links to, those at which there is nothing; undefined where nobody has looked. */
  readonly missing?: MissingPaths | undefined;
}

/** Runs the rules that look at one definition, alone and in its surroundings; each where all that it reads is valid. */
export function checkDefinitionRules(
  rules: readonly Rule[],
  definition: Definition,
  { targets, missing }: Surroundings,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let running: Rule | undefined;
  const report: Report = (finding) => {
    if (running) reporter(running, definition, diagnostics)(finding);
  };
  for (const { rule, target } of choiceOf(rules, targets).for(definition)) {
    if (!canRead(rule, definition)) continue;
    running = rule;
    if (rule.scope === "definition") rule.check(definition, report);
    else if (rule.scope === "definition-in-project" && missing) rule.check(definition, missing, report);
    else if (rule.scope === "definition-on-target" && target) rule.check(definition, target, report);
  }
  return diagnostics;
}

/** The choices from some rules; one after another, all definitions of a project are checked on the same targets. */
const choices = new WeakMap<readonly Rule[], RuleChoice>();

function choiceOf(rules: readonly Rule[], targets: readonly TargetFile[]): RuleChoice {
  const before = choices.get(rules);
  if (before?.targets === targets) return before;
  const choice = new RuleChoice(rules, targets);
  choices.set(rules, choice);
  return choice;
}

/** Runs the rules that look at a target alone. */
export function checkTargetRules(rules: readonly Rule[], target: TargetFile): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (target.invalid.length > 0) return diagnostics;
  for (const rule of rules) if (rule.scope === "target") rule.check(target, reporter(rule, target, diagnostics));
  return diagnostics;
}

/** Runs the rules that look at all definitions together, which mean something only where all are there. */
export function checkFleetRules(rules: readonly Rule[], members: readonly FleetMember[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    if (rule.scope !== "fleet") continue;
    const readable = members.filter((member) => canRead(rule, member));
    rule.check(readable, reporter(rule, undefined, diagnostics));
  }
  return diagnostics;
}

/** What there is for rules to look at. */
export interface Extent {
  readonly hasTarget: boolean;
  readonly isWholeProject: boolean;
  /** Whether it is known which paths that runbooks link to are there. */
  readonly hasPaths: boolean;
}

/** The codes of rules that have nothing to look at: no target, not the whole fleet, or no word on linked paths. */
export function uncheckedCodes(rules: readonly Rule[], { hasTarget, isWholeProject, hasPaths }: Extent): Set<string> {
  const isIdle: Readonly<Record<Rule["scope"], boolean>> = {
    definition: false,
    "definition-on-target": !hasTarget,
    "definition-in-project": !hasPaths,
    fleet: !isWholeProject,
    target: !hasTarget,
  };
  return new Set(rules.filter(({ scope }) => isIdle[scope]).map(({ code }) => code));
}

/** Whether all that a rule reads is valid. A document that is invalid as a whole is read by no rule. */
export function canRead(rule: Rule, checked: Pick<Definition, "invalid">): boolean {
  if (checked.invalid.length === 0) return true;
  const isHopeless = checked.invalid.some((path) => path.length === 0);
  return !isHopeless && rule.reads.every((field) => isValid(field.split("."), checked));
}

type Checked = Definition | TargetFile | FleetMember;

function reporter(rule: Rule, checked: Checked | undefined, into: Diagnostic[]): Report {
  return (finding: Finding) => {
    const { at, in: owner = checked, on, within, related, ...words } = finding;
    if (!owner) throw new Error(`rule ${rule.code} reports without saying in which file`);
    into.push({
      ...words,
      code: rule.code,
      severity: rule.severity,
      file: fileOf(owner),
      span: spanOf(owner, { at, ...(on ? { on } : {}), ...(within ? { within } : {}) }),
      ...(related ? { related: related.map((place) => relatedPlace(place, owner)) } : {}),
    });
  };
}

function relatedPlace(place: Place & { readonly message: string }, checked: Checked) {
  const owner = place.in ?? checked;
  return { file: fileOf(owner), span: spanOf(owner, place), message: place.message };
}

function fileOf(checked: Checked) {
  return "document" in checked ? checked.document.file : checked.file;
}

function spanOf(checked: Checked, { at, on = "value", within }: Place): Span {
  if (!isPath(at)) return at;
  if (!("document" in checked)) return placeOf(checked, at);
  return within ? locateWithin(checked.document, at, within.start, within.end) : locate(checked.document, at, on);
}

function isPath(at: Path | Span): at is Path {
  return Array.isArray(at);
}
