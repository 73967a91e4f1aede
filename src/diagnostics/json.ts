import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Renderer, RenderOptions } from "./render.ts";

/** One JSON document; lines and columns count from 1, offsets are UTF-16 code units from 0. */
export const renderJson: Renderer = (diagnostics, options) => {
  const list = diagnostics.map((it) => jsonDiagnostic(it, options));
  return `${JSON.stringify({ schema_version: 1, diagnostics: list }, null, 2)}\n`;
};

function jsonDiagnostic(it: Diagnostic, options: RenderOptions) {
  return {
    code: it.code,
    severity: it.severity,
    message: it.message,
    ...jsonPlace(it.file, it.span, options),
    label: it.label ?? null,
    help: it.help ?? null,
    related: (it.related ?? []).map(({ file, span, message }) => ({ message, ...jsonPlace(file, span, options) })),
    fix: (it.fix ?? []).map(({ span, text }) => ({ ...jsonPlace(it.file, span, options), text })),
  };
}

function jsonPlace(file: SourceFile, span: Span, options: RenderOptions) {
  return {
    path: options.showPath(file),
    start: { offset: span.start, ...positionAt(file, span.start) },
    end: { offset: span.end, ...positionAt(file, span.end) },
  };
}
