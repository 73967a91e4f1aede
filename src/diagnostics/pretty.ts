import pc from "picocolors";
import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import type { Diagnostic, Severity } from "./diagnostic.ts";
import { frameOf, printable } from "./frame.ts";
import { place, type Renderer, type RenderOptions } from "./render.ts";

type Colors = ReturnType<typeof pc.createColors>;

/** For people: the message, the source line with carets under the exact token, the other end of a conflict, and the help. */
export const renderPretty: Renderer = (diagnostics, options) => {
  const colors = pc.createColors(options.color);
  const explained = new Set<string>();
  return diagnostics
    .map((it) => {
      const isConflict = it.related !== undefined && !explained.has(it.code);
      if (isConflict) explained.add(it.code);
      return `${block(it, isConflict, options, colors)}\n`;
    })
    .join("");
};

function block(it: Diagnostic, withMore: boolean, options: RenderOptions, colors: Colors): string {
  const tint = tintOf(it.severity, colors);
  const related = it.related ?? [];
  const gutter = " ".repeat(Math.max(...[it, ...related].map(lineDigits)));
  const lines = [
    `${colors.bold(printable(place(it, options)))}: ${tint(`${it.severity}[${it.code}]`)}: ${printable(it.message)}`,
  ];
  if (it.file.text !== "")
    lines.push(`${gutter} ${colors.cyan("|")}`, ...framed(it, it.label, gutter, tint, options, colors));
  for (const other of related) {
    lines.push(`${gutter} ${colors.cyan(":::")} ${printable(place(other, options))}`);
    lines.push(...framed(other, other.message, gutter, colors.cyan, options, colors));
  }
  const help = it.help && it.fix ? `${it.help}, or run \`actdef fix --write\`` : it.help;
  if (help) lines.push(`${gutter} ${colors.cyan("=")} ${colors.bold("help")}: ${printable(help)}`);
  if (withMore) lines.push(`${gutter} ${colors.cyan("=")} ${colors.bold("more")}: actdef rules ${it.code}`);
  return `${lines.join("\n")}\n`;
}

function framed(
  at: { readonly file: SourceFile; readonly span: Span; readonly isSecret?: true },
  label: string | undefined,
  gutter: string,
  tint: (text: string) => string,
  options: RenderOptions,
  colors: Colors,
): string[] {
  const frame = frameOf(at.file, at.span, Math.max(options.width - gutter.length - 4, 40), at.isSecret);
  const number = String(frame.line).padStart(gutter.length);
  const marks = tint("^".repeat(frame.carets) + (label ? ` ${printable(label)}` : ""));
  return [
    `${colors.cyan(`${number} |`)} ${frame.text}`,
    `${gutter} ${colors.cyan("|")} ${" ".repeat(frame.indent)}${marks}`,
  ];
}

function lineDigits({ file, span }: { readonly file: SourceFile; readonly span: Span }): number {
  return Math.max(2, String(positionAt(file, span.start).line).length);
}

function tintOf(severity: Severity, colors: Colors): (text: string) => string {
  return severity === "error" ? colors.red : colors.yellow;
}
