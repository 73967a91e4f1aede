import type { SourceFile } from "../source/source-file.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { byFile, place, type Renderer, type RenderOptions, type ReportContext } from "./render.ts";

/**
 * JUnit XML, as Jenkins and GitLab read it: a suite a file and a case a problem, so that each is listed by itself; a file
 * without problems is a case that passed. Warnings pass, with their text beside them.
 */
export const renderJunit: Renderer<ReportContext> = (diagnostics, options) => {
  const found = byFile(diagnostics);
  const suites = options.files.map((file) => suite(file, found.get(file) ?? [], options)).join("");
  const failures = diagnostics.filter(({ severity }) => severity === "error").length;
  const tests = options.files.reduce((sum, file) => sum + Math.max(found.get(file)?.length ?? 0, 1), 0);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="actdef" tests="${tests}" failures="${failures}" errors="0">
${suites}</testsuites>
`;
};

function suite(file: SourceFile, own: readonly Diagnostic[], options: RenderOptions): string {
  const path = escapeXml(options.showPath(file));
  const failures = own.filter(({ severity }) => severity === "error").length;
  const cases =
    own.length === 0
      ? [`    <testcase classname="${path}" name="no problems"/>\n`]
      : own.map((it) => testCase(it, path, options));
  return `  <testsuite name="${path}" tests="${cases.length}" failures="${failures}" errors="0">
${cases.join("")}  </testsuite>
`;
}

function testCase(it: Diagnostic, path: string, options: RenderOptions): string {
  const message = escapeXml(it.message);
  const text = escapeXml([place(it, options), it.message, ...(it.help ? [`help: ${it.help}`] : [])].join("\n"));
  const body =
    it.severity === "error"
      ? `<failure type="${escapeXml(it.code)}" message="${message}">${text}</failure>`
      : `<system-out>${text}</system-out>`;
  const name = escapeXml(`${it.code} at ${place(it, options).split(":").slice(-2).join(":")}`);
  return `    <testcase classname="${path}" name="${name}">${body}</testcase>\n`;
}

/** Also replaces what XML 1.0 cannot hold at all, such as control characters and lone surrogates. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
