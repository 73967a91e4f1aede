import { positionAt } from "../source/position.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic, ProblemInfo } from "./diagnostic.ts";

/** How diagnostics are printed. */
export interface RenderOptions {
  /** How a file is called where the output is read. */
  readonly showPath: (file: SourceFile) => string;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What a report for machines tells besides. */
export interface ReportContext extends RenderOptions {
  readonly tool: ToolDescription;
  /** Every file that was checked, those without a problem too. */
  readonly files: readonly SourceFile[];
}

/** The program that made a report, and what it says of each of its codes. */
export interface ToolDescription {
  readonly version: string;
  readonly problems: readonly (ProblemInfo & { readonly code: string })[];
}

export type Renderer<O = RenderOptions> = (diagnostics: readonly Diagnostic[], options: O) => string;

/** `path:line:column` of a place, as editors and terminals make clickable. */
export function place(at: Pick<Diagnostic, "file" | "span">, options: RenderOptions): string {
  const { line, column } = positionAt(at.file, at.span.start);
  return `${options.showPath(at.file)}:${line}:${column}`;
}

/** The diagnostics of each file, in the order in which the files come. */
export function byFile(diagnostics: readonly Diagnostic[]): Map<SourceFile, Diagnostic[]> {
  const files = new Map<SourceFile, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const own = files.get(diagnostic.file) ?? [];
    files.set(diagnostic.file, own);
    own.push(diagnostic);
  }
  return files;
}
