import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Definition, isValid, type TargetFile } from "../model/definition.ts";
import type { Path } from "../parse/located.ts";
import { locate, locateWithin } from "../parse/yaml-document.ts";
import type { Span } from "../source/source-file.ts";
import type { Finding, Place, Report, Rule } from "./rule.ts";

/** What is checked together: definitions, the targets that they go to, and whether that is the whole project. */
export interface Subjects {
  readonly definitions: readonly Definition[];
  readonly targets: readonly TargetFile[];
  /** Rules over the fleet mean something only where all of it is there. */
  readonly isWholeProject: boolean;
}

/** Runs rules over definitions and targets; each rule where every field that it reads is valid. */
export function checkRules(rules: readonly Rule[], subjects: Subjects): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const rule of rules) {
    const readable = subjects.definitions.filter((definition) => canRead(rule, definition));
    switch (rule.scope) {
      case "definition":
        for (const definition of readable) rule.check(definition, reporter(rule, definition, diagnostics));
        break;
      case "definition-on-target":
        for (const definition of readable) {
          const report = reporter(rule, definition, diagnostics);
          for (const target of subjects.targets)
            if (target.invalid.length === 0) rule.check(definition, target, report);
        }
        break;
      case "fleet":
        if (subjects.isWholeProject) rule.check(readable, reporter(rule, undefined, diagnostics));
        break;
      case "target":
        for (const target of subjects.targets) {
          if (target.invalid.length === 0) rule.check(target, reporter(rule, target, diagnostics));
        }
    }
  }
  return diagnostics;
}

/** The codes of rules that have nothing to look at: no target, or not the whole fleet. */
export function uncheckedCodes(rules: readonly Rule[], { targets, isWholeProject }: Subjects): Set<string> {
  const idle = rules.filter(({ scope }) =>
    scope === "fleet" ? !isWholeProject : scope !== "definition" && targets.length === 0,
  );
  return new Set(idle.map(({ code }) => code));
}

/** A document that is invalid as a whole, such as one for a newer compiler, is read by no rule. */
export function canRead(rule: Rule, definition: Definition): boolean {
  const isHopeless = definition.invalid.some((path) => path.length === 0);
  return !isHopeless && rule.reads.every((field) => isValid(field.split("."), definition));
}

function reporter(rule: Rule, checked: Definition | TargetFile | undefined, into: Diagnostic[]): Report {
  return (finding: Finding) => {
    const { at, in: owner = checked, on, within, related, ...words } = finding;
    if (!owner) throw new Error(`rule ${rule.code} reports without saying in which file`);
    into.push({
      ...words,
      code: rule.code,
      severity: rule.severity,
      file: owner.document.file,
      span: spanOf(owner, { at, ...(on ? { on } : {}), ...(within ? { within } : {}) }),
      ...(related ? { related: related.map((place) => relatedPlace(place, owner)) } : {}),
    });
  };
}

function relatedPlace(place: Place & { readonly message: string }, checked: Definition | TargetFile) {
  const owner = place.in ?? checked;
  return { file: owner.document.file, span: spanOf(owner, place), message: place.message };
}

function spanOf({ document }: Definition | TargetFile, { at, on = "value", within }: Place): Span {
  if (!isPath(at)) return at;
  return within ? locateWithin(document, at, within.start, within.end) : locate(document, at, on);
}

function isPath(at: Path | Span): at is Path {
  return Array.isArray(at);
}
