import { positionAt } from "../source/position.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { byFile, type Renderer, type RenderOptions } from "./render.ts";

/**
 * Workflow commands of GitHub Actions, which show each problem at its line of a pull request; grouped by file in the log.
 * Escaped as the runner's own toolkit does.
 */
export const renderGithub: Renderer = (diagnostics, options) =>
  [...byFile(diagnostics)]
    .map(([file, own]) => {
      const lines = own.map((it) => `${annotation(it, options)}\n`).join("");
      return `::group::${escapeData(options.showPath(file))}\n${lines}::endgroup::\n`;
    })
    .join("");

function annotation(it: Diagnostic, options: RenderOptions): string {
  const start = positionAt(it.file, it.span.start);
  const end = positionAt(it.file, it.span.end);
  // A column range is shown only where it stays on one line.
  const columns = end.line === start.line ? `,col=${start.column},endColumn=${end.column}` : "";
  const properties = `file=${escapeProperty(options.showPath(it.file))},line=${start.line},endLine=${end.line}${columns},title=${escapeProperty(it.code)}`;
  const text = it.help ? `${it.message}\n${it.help}` : it.message;
  return `::${it.severity} ${properties}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
