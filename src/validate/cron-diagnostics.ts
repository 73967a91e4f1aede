import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { dataAt, type Path } from "../parse/located.ts";
import { rewriteText } from "../parse/scalar-edit.ts";
import { locateWithin, type YamlDocument } from "../parse/yaml-document.ts";
import { type CronProblem, parseCron } from "../schedule/cron.ts";
import { cronProblems } from "../schedule/cron-problems.ts";

/** What the gate says of every cron expression in a definition, and the paths of those that it refuses. */
export function cronDiagnostics(document: YamlDocument, invalid: readonly Path[]) {
  const diagnostics: Diagnostic[] = [];
  const refused: Path[] = [];
  for (const path of cronPaths(document)) {
    const text = dataAt(document.data, path);
    if (typeof text !== "string" || isInvalid(path, invalid)) continue;
    const { cron, problems } = parseCron(text);
    if (!cron) refused.push(path);
    for (const problem of problems) diagnostics.push(cronDiagnostic(problem, path, document));
  }
  return { diagnostics, invalid: refused };
}

/** Where a definition may have cron expressions: its own, and those of the runners that it replaces. */
export function cronPaths(document: YamlDocument): Path[] {
  const replaces = dataAt(document.data, ["rollout", "replaces"]);
  const older: readonly unknown[] = Array.isArray(replaces) ? replaces : [];
  return [["schedule", "cron"], ...older.map((_, index) => ["rollout", "replaces", index, "cron"])];
}

function isInvalid(path: Path, invalid: readonly Path[]): boolean {
  return invalid.some((other) => other.every((key, index) => key === path[index]));
}

function cronDiagnostic(problem: CronProblem, path: Path, document: YamlDocument): Diagnostic {
  const { code, message, help, replacement } = problem;
  const span = locateWithin(document, path, problem.start, problem.end);
  const edit = replacement === undefined ? undefined : rewriteText(document, path, replacement);
  const fix = edit ? { fix: [edit] } : {};
  return { code, severity: cronProblems[code].severity, message, file: document.file, span, help, ...fix };
}
