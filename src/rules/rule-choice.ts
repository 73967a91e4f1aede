import type { Definition, TargetFile } from "../model/definition.ts";
import type { Rule, Signs } from "./rule.ts";
import { SignScanner } from "./sign-scanner.ts";

/** A rule on one of the targets, where it looks at one. */
export interface ChosenRule {
  readonly rule: Rule;
  readonly target: TargetFile | undefined;
}

/** The bits of a number, but for the sign. */
const MAX_OWNERS = 31;

/**
 * Chooses the rules that have anything to look for in a definition: all that name no signs, and those of which a sign
 * stands in its file. With a choice of all rules, the same would be reported, later.
 */
export class RuleChoice {
  readonly targets: readonly TargetFile[];
  private readonly all: readonly ChosenRule[];
  /** The bit of each rule that names signs; 0 of the others. */
  private readonly bits: readonly number[];
  private readonly scanner: SignScanner;
  /** What was chosen by the same signs before. */
  private readonly known = new Map<number, readonly ChosenRule[]>();

  constructor(rules: readonly Rule[], targets: readonly TargetFile[]) {
    this.targets = targets;
    this.all = rules.flatMap((rule) => onTargets(rule, targets));
    const owners: (readonly string[])[] = [];
    this.bits = this.all.map((chosen) => {
      const signs = owners.length < MAX_OWNERS ? signsOf(chosen) : undefined;
      return signs === undefined ? 0 : 1 << (owners.push(signs) - 1);
    });
    this.scanner = new SignScanner(owners);
  }

  for({ document }: Definition): readonly ChosenRule[] {
    // Elsewhere a sign may stand in a value by way of escapes or aliases.
    if (!document.isVerbatim) return this.all;
    const found = this.scanner.ownersIn(document.file.text);
    const before = this.known.get(found);
    if (before) return before;
    const chosen = this.all.filter((_, index) => this.bits[index] === 0 || (found & (this.bits[index] ?? 0)) !== 0);
    this.known.set(found, chosen);
    return chosen;
  }
}

function onTargets(rule: Rule, targets: readonly TargetFile[]): ChosenRule[] {
  if (rule.scope === "definition-on-target") {
    return targets.filter(({ invalid }) => invalid.length === 0).map((target) => ({ rule, target }));
  }
  return rule.scope === "definition" || rule.scope === "definition-in-project" ? [{ rule, target: undefined }] : [];
}

function signsOf({ rule, target }: ChosenRule): Signs {
  if (rule.scope === "definition-on-target") return target && rule.signs?.(target);
  return rule.scope === "definition" || rule.scope === "definition-in-project" ? rule.signs : undefined;
}
