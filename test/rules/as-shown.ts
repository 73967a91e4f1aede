import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderPretty } from "../../src/diagnostics/pretty.ts";

/** Diagnostics as a person sees them, without colour, on a terminal of 100 columns. */
export function asShown(diagnostics: readonly Diagnostic[]): string {
  return renderPretty(diagnostics, { showPath: ({ path }) => path, color: false, width: 100 });
}
