import type { SourceFile, Span } from "../source/source-file.ts";

export type Severity = "error" | "warning";

/** One problem at one place. */
export interface Diagnostic {
  /** Stable and documented: the name of the rule, of its fixtures and of its chapter in docs/rules.md. */
  readonly code: string;
  readonly severity: Severity;
  /** The offender quoted, then what was expected. */
  readonly message: string;
  readonly file: SourceFile;
  readonly span: Span;
  /** What stands at the span is not to be shown. */
  readonly isSecret?: true;
  /** A few words behind the carets. */
  readonly label?: string;
  /** One imperative sentence. */
  readonly help?: string;
  /** The other end of a conflict. */
  readonly related?: readonly RelatedPlace[];
  readonly fix?: readonly TextEdit[];
}

export interface RelatedPlace {
  readonly file: SourceFile;
  readonly span: Span;
  readonly message: string;
}

/** Replaces a range of the diagnostic's own file. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** What a stage gives: its value where there is one, and every problem that it met. Stages never throw on bad input. */
export interface Outcome<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What the documentation says of a code. */
export interface ProblemInfo {
  readonly severity: Severity;
  readonly summary: string;
  readonly rationale: string;
  /** A matter of judgement: it may be ignored with a reason, and a target may lower it. */
  readonly negotiable?: true;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
