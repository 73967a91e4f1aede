import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { type ParseProblemCode, parseProblems } from "./problems.ts";

/** A diagnostic of this stage; its severity is the catalogue's. */
export function parseProblem(
  code: ParseProblemCode,
  file: SourceFile,
  span: Span,
  words: Pick<Diagnostic, "message" | "help" | "label" | "related" | "fix">,
): Diagnostic {
  return { code, severity: parseProblems[code].severity, file, span, ...words };
}
