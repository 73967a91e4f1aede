import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Diagnostic, RelatedPlace, TextEdit } from "./diagnostic.ts";
import { fingerprints } from "./fingerprint.ts";
import type { Renderer, RenderOptions, ReportContext } from "./render.ts";

/**
 * SARIF 2.1.0 (OASIS, 2020), as code scanning services read it: the rules that were broken with their rationale, both
 * ends of a conflict, fixes, and fingerprints that outlive a shift of lines. Columns count UTF-16 code units.
 */
export const renderSarif: Renderer<ReportContext> = (diagnostics, options) => {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const prints = fingerprints(diagnostics);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: driver(codes, options) },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((it, index) => result(it, codes.indexOf(it.code), prints[index] ?? "", options)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function driver(codes: readonly string[], { tool }: ReportContext) {
  const rules = codes.map((code) => {
    const info = tool.problems.find((problem) => problem.code === code);
    return {
      id: code,
      shortDescription: { text: info?.summary ?? code },
      fullDescription: { text: info?.rationale ?? code },
      help: { text: `${info?.rationale ?? code}\n\nMore: actdef rules ${code}` },
      defaultConfiguration: { level: info?.severity ?? "error" },
    };
  });
  return { name: "actdef", semanticVersion: tool.version, rules };
}

function result(it: Diagnostic, ruleIndex: number, fingerprint: string, options: RenderOptions) {
  const text = it.help ? `${it.message}. ${it.help.charAt(0).toUpperCase()}${it.help.slice(1)}.` : it.message;
  return {
    ruleId: it.code,
    ruleIndex,
    level: it.severity,
    message: { text },
    locations: [{ physicalLocation: physicalLocation(it.file, it.span, options) }],
    partialFingerprints: { "actdefLine/v1": fingerprint },
    ...(it.related
      ? { relatedLocations: it.related.map((place, index) => relatedLocation(place, index, options)) }
      : {}),
    ...(it.fix ? { fixes: [fix(it, it.fix, options)] } : {}),
  };
}

function relatedLocation({ file, span, message }: RelatedPlace, index: number, options: RenderOptions) {
  return { id: index + 1, message: { text: message }, physicalLocation: physicalLocation(file, span, options) };
}

function fix(it: Diagnostic, edits: readonly TextEdit[], options: RenderOptions) {
  const replacements = edits.map(({ span, text }) => ({
    deletedRegion: region(it.file, span),
    insertedContent: { text },
  }));
  return {
    description: { text: it.help ?? it.message },
    artifactChanges: [{ artifactLocation: artifactLocation(it.file, options), replacements }],
  };
}

function physicalLocation(file: SourceFile, span: Span, options: RenderOptions) {
  return { artifactLocation: artifactLocation(file, options), region: region(file, span) };
}

function artifactLocation(file: SourceFile, options: RenderOptions) {
  const path = options.showPath(file).split("\\").join("/");
  return { uri: path.split("/").map(encodeURIComponent).join("/") };
}

function region(file: SourceFile, span: Span) {
  const start = positionAt(file, span.start);
  const end = positionAt(file, span.end);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
