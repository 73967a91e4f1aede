import type { TextEdit } from "../diagnostics/diagnostic.ts";
import { maskedLine, printable } from "../diagnostics/frame.ts";
import { maskSecrets } from "../diagnostics/secrets.ts";
import { positionAt } from "../source/position.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { AppliedFix } from "./fix-file.ts";

const MAX_SHOWN = 50;

/** What a fix changes, in one line: `"yes" -> true` as it is written, and `+ uuid: …` for a line that is added. */
export function changeWords({ file, edits }: AppliedFix): string {
  return edits.map((edit) => editWords(file, edit)).join(", ");
}

function editWords(file: SourceFile, { span, text }: TextEdit): string {
  const after = short(maskSecrets(text.trim()));
  if (span.start === span.end) return `+ ${after}`;
  const { line, column } = positionAt(file, span.start);
  const masked = maskedLine(file, line);
  const before = masked.slice(column - 1, column - 1 + span.end - span.start);
  return before.includes("•") ? "•••" : `${short(before)} -> ${after}`;
}

function short(text: string): string {
  const line = printable(text.replace(/\s+/g, (blanks) => (/[\r\n]/.test(blanks) ? " " : blanks)));
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
}
