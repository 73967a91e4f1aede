import { positionAt } from "../source/position.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** How diagnostics are printed. */
export interface RenderOptions {
  /** How a file is called where the output is read. */
  readonly showPath: (file: SourceFile) => string;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

export type Renderer = (diagnostics: readonly Diagnostic[], options: RenderOptions) => string;

/** `path:line:column` of a place, as editors and terminals make clickable. */
export function place(at: Pick<Diagnostic, "file" | "span">, options: RenderOptions): string {
  const { line, column } = positionAt(at.file, at.span.start);
  return `${options.showPath(at.file)}:${line}:${column}`;
}
