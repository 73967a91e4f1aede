import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { lineText, positionAt } from "../source/position.ts";
import type { SourceFile } from "../source/source-file.ts";
import { parseProblem } from "./parse-problem.ts";

/** No cron expression that anybody wrote by hand reaches further into its line. */
const MAX_COLUMNS = 200;

/** `cron: *\/15 * * * *`: to YAML an alias (or, with `@`, a reserved sign), to a person a missing pair of quotes. */
export function unquotedCron(file: SourceFile, offset: number): Diagnostic | undefined {
  const { line, column } = positionAt(file, offset);
  const beginning = lineText(file, line).slice(0, MAX_COLUMNS);
  const match = /^((?:.*[{,] *|\s*(?:- )?)cron: *)([*@][^#"'}\r\n]*)/.exec(beginning);
  if (!match) return undefined;
  const isInMap = /[{,] *cron/.test(match[1] ?? "");
  const [expression = ""] = (match[2] ?? "").trimEnd().split(isInMap ? /,\s/ : /$/, 1);
  const start = offset - (column - 1) + (match[1]?.length ?? 0);
  const span = { start, end: start + expression.length };
  const why = expression.startsWith("*") ? 'YAML reads "*" as an alias' : 'YAML reserves "@"';
  return parseProblem("unquoted-cron", file, span, {
    message: `${why}; quote the expression`,
    help: `write cron: "${expression}"`,
    fix: [{ span, text: `"${expression}"` }],
  });
}
