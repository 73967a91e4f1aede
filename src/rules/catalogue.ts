import type { ProblemInfo } from "../diagnostics/diagnostic.ts";
import { type ParseProblemCode, parseProblems } from "../parse/problems.ts";
import { type CronProblemCode, cronProblems } from "../schedule/cron-problems.ts";
import { type ValidateProblemCode, validateProblems } from "../validate/problems.ts";
import { type AcceptProblemCode, acceptProblems } from "./accept-problems.ts";
import { type ProjectionProblemCode, projectionProblems } from "./projection-problems.ts";
import { type RuleCode, rules } from "./rules.ts";

/** Every code that a diagnostic can have. */
export type Code =
  | ParseProblemCode
  | ValidateProblemCode
  | CronProblemCode
  | RuleCode
  | ProjectionProblemCode
  | AcceptProblemCode;

/**
 * What finds a problem: reading and parsing, the schema, the gate for cron expressions, a rule, a projection that is asked
 * for, or what is ignored.
 */
export type Stage = "parse" | "validate" | "cron" | "rules" | "project" | "accept";

/** What the documentation says of one code. */
export interface CatalogueEntry extends ProblemInfo {
  readonly code: Code;
  readonly stage: Stage;
}

/** Every code of every stage, in the order of the documentation. */
export const catalogue: readonly CatalogueEntry[] = [
  ...entries("parse", parseProblems),
  ...entries("validate", validateProblems),
  ...entries("cron", cronProblems),
  ...rules.map((rule) => entry(rule.code, "rules", rule)),
  ...entries("project", projectionProblems),
  ...entries("accept", acceptProblems),
];

function entries<C extends Code>(stage: Stage, problems: Readonly<Record<C, ProblemInfo>>): CatalogueEntry[] {
  // A record's keys are its codes: it is declared with them, and nothing is added to it.
  const codes = Object.keys(problems) as C[];
  return codes.map((code) => entry(code, stage, problems[code]));
}

function entry(code: Code, stage: Stage, { severity, summary, rationale, negotiable }: ProblemInfo): CatalogueEntry {
  return { code, stage, severity, summary, rationale, ...(negotiable ? { negotiable } : {}) };
}
