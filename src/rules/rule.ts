import type { ProblemInfo, TextEdit } from "../diagnostics/diagnostic.ts";
import type { Definition, TargetFile } from "../model/definition.ts";
import type { FleetMember } from "../model/fleet-member.ts";
import type { Path } from "../parse/located.ts";
import type { MissingPaths } from "../source/missing-paths.ts";
import type { Span } from "../source/source-file.ts";

/** One rule: what it is called, what it says of itself, what it reads, and its check. */
export type Rule<C extends string = string> = RuleInfo<C> & RuleCheck;

export interface RuleInfo<C extends string = string> extends ProblemInfo {
  readonly code: C;
  /** The definition's fields that the check reads, dotted; it runs only where all of them are valid. */
  readonly reads: readonly string[];
}

/**
 * What a rule looks at: one definition, one definition on one target or among the files of its project, all definitions
 * together, or a target alone.
 */
export type RuleCheck =
  | { readonly scope: "definition"; readonly signs?: Signs; check(definition: Definition, report: Report): void }
  | {
      readonly scope: "definition-on-target";
      signs?(target: TargetFile): Signs;
      check(definition: Definition, target: TargetFile, report: Report): void;
    }
  | {
      readonly scope: "definition-in-project";
      readonly signs?: Signs;
      check(definition: Definition, missing: MissingPaths, report: Report): void;
    }
  | { readonly scope: "fleet"; check(members: readonly FleetMember[], report: Report): void }
  | { readonly scope: "target"; check(target: TargetFile, report: Report): void };

/**
 * Words without one of which, in upper or lower case, in a definition's file the rule has nothing to report: it need not
 * run there. In lower case and ASCII; of one that is looked for in values of the front matter, no part is white space or
 * a quote. Undefined where there are no such words.
 */
export type Signs = readonly string[] | undefined;

/** Takes a finding; the driver finds the span and adds code, severity and file. */
export type Report = (finding: Finding) => void;

export interface Finding extends Place {
  readonly message: string;
  /** Nothing of what stands there is to be shown. */
  readonly isSecret?: true;
  readonly label?: string;
  readonly help?: string;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fix?: readonly TextEdit[];
}

/** A place in a definition or target: a field by its path, or a span of the text. */
export interface Place {
  /** Whose file; left out, the one that is being checked (of a fleet rule, always given). */
  readonly in?: Definition | TargetFile | FleetMember;
  readonly at: Path | Span;
  /** The field's key instead of its value. */
  readonly on?: "key" | "value";
  /** A part of a text value, by offsets within the value. */
  readonly within?: Span;
}

/** Gives a rule its exact code as a type, so that the list of codes is known to the compiler. */
export const defineRule = <const C extends string>(rule: Rule<C>): Rule<C> => rule;
