import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Renderer, ReportContext } from "../diagnostics/render.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

export const FORMATS = ["pretty", "compact", "json", "sarif", "github", "junit"] as const;
export type Format = (typeof FORMATS)[number];

/** How a command was asked to print problems. */
export interface ReportOptions {
  readonly format: Format;
  /** The most problems that people are shown; machines always get all. */
  readonly maxProblems?: number;
}

/** Formats that are whole documents, also where there is no problem; nothing else is printed beside them. */
const DOCUMENTS: ReadonlySet<Format> = new Set(["json", "sarif", "junit"]);

export function isDocument(format: Format): boolean {
  return DOCUMENTS.has(format);
}

/** Prints diagnostics in a format, which is loaded now, when it is known which. */
export async function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  { format, maxProblems }: ReportOptions,
  where: Pick<ReportContext, "showPath" | "files">,
  terminal: Terminal,
): Promise<void> {
  if (diagnostics.length === 0 && !isDocument(format)) return;
  const limit = format === "pretty" || format === "compact" ? (maxProblems ?? diagnostics.length) : diagnostics.length;
  const render = await RENDERERS[format]();
  const problems = format === "sarif" ? (await import("../rules/catalogue.ts")).catalogue : [];
  const tool = { version: VERSION, problems };
  terminal.out(render(diagnostics.slice(0, limit), { ...where, tool, color: terminal.color, width: terminal.width }));
  if (limit < diagnostics.length) terminal.out(`… and ${diagnostics.length - limit} more\n`);
}

const RENDERERS: Readonly<Record<Format, () => Promise<Renderer<ReportContext>>>> = {
  pretty: async () => (await import("../diagnostics/pretty.ts")).renderPretty,
  compact: async () => (await import("../diagnostics/compact.ts")).renderCompact,
  json: async () => (await import("../diagnostics/json.ts")).renderJson,
  sarif: async () => (await import("../diagnostics/sarif.ts")).renderSarif,
  github: async () => (await import("../diagnostics/github.ts")).renderGithub,
  junit: async () => (await import("../diagnostics/junit.ts")).renderJunit,
};

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
