import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Path, valueAt } from "../parse/located.ts";
import { rewriteText } from "../parse/scalar-edit.ts";
import { locateWithin, type YamlDocument } from "../parse/yaml-document.ts";
import { type CronProblem, parseCron } from "../schedule/cron.ts";
import { cronProblems } from "../schedule/cron-problems.ts";

/** What the gate says of every cron expression in a definition, and the paths of those that it refuses. */
export function cronDiagnostics(document: YamlDocument, invalid: readonly Path[]) {
  const diagnostics: Diagnostic[] = [];
  const refused: Path[] = [];
  for (const path of cronPaths(document)) {
    const at = valueAt(document.root, path);
    if (at?.kind !== "scalar" || typeof at.value !== "string" || isInvalid(path, invalid)) continue;
    const { cron, problems } = parseCron(at.value);
    if (!cron) refused.push(path);
    for (const problem of problems) diagnostics.push(cronDiagnostic(problem, path, document));
  }
  return { diagnostics, invalid: refused };
}

/** Where a definition may have cron expressions: its own, and those of the runners that it replaces. */
export function cronPaths(document: YamlDocument): Path[] {
  const replaces = valueAt(document.root, ["rollout", "replaces"]);
  const older = replaces?.kind === "list" ? replaces.items : [];
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
