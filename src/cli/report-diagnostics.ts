import { renderCompact } from "../diagnostics/compact.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderJson } from "../diagnostics/json.ts";
import type { Renderer, RenderOptions } from "../diagnostics/render.ts";
import type { Terminal } from "./terminal.ts";

export type Format = "pretty" | "compact" | "json";

/** Prints diagnostics in a format. The pretty one, with its frames, is loaded where there is something to frame. */
export async function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: Format,
  showPath: RenderOptions["showPath"],
  terminal: Terminal,
): Promise<void> {
  if (diagnostics.length === 0 && format !== "json") return;
  const render = await rendererOf(format);
  terminal.out(render(diagnostics, { showPath, color: terminal.color, width: terminal.width }));
}

async function rendererOf(format: Format): Promise<Renderer> {
  if (format === "json") return renderJson;
  if (format === "compact") return renderCompact;
  return (await import("../diagnostics/pretty.ts")).renderPretty;
}

/** "2 errors and 1 warning", "no problems". */
export function countWords(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [...(errors ? [plural(errors, "error")] : []), ...(warnings ? [plural(warnings, "warning")] : [])];
  return parts.join(" and ") || "no problems";
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
