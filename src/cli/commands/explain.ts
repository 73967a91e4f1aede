import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { analyse } from "../../compile.ts";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.ts";
import { explanation } from "../../explain/explanation.ts";
import type { Definition } from "../../model/definition.ts";
import { projectPath } from "../../source/discovery.ts";
import { activityHint } from "../activity-hint.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { filesShownFrom, namedSources, type ProjectSources, wholeProject } from "../project-sources.ts";
import { countWords, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/** `actdef explain <id|path>`: what one definition means. One with errors is not explained: they are printed. */
export async function explain(
  subject: string | undefined,
  options: { readonly at?: string },
  terminal: Terminal,
): Promise<ExitCode> {
  if (subject === undefined) throw new UsageError("give an activity's id or its file, or a place with --where");
  const now = instantOf(options.at);
  const isPath = existsSync(resolve(process.cwd(), subject));
  const [project] = isPath ? namedSources([subject], process.cwd()) : [wholeProject(process.cwd())];
  if (!project || (isPath && project.definitions.length !== 1))
    throw new UsageError(`${subject} is not one definition`);
  const { definitions, targets, diagnostics } = analyse(project);
  const path = isPath
    ? projectPath(project.root, resolve(process.cwd(), subject))
    : pathOf(subject, definitions, project);
  const own = diagnostics.filter(({ file }) => file.path === path || !file.path.endsWith(".md"));
  const definition = definitions.find(({ document }) => document.file.path === path);
  await reportDiagnostics(own, { format: "pretty" }, filesShownFrom(process.cwd(), [project]), terminal);
  if (!definition || hasErrors(own)) return refuse(own, terminal);
  terminal.out(
    explanation(
      definition,
      targets.map(({ target }) => target),
      now,
    ),
  );
  return EXIT.ok;
}

function refuse(diagnostics: readonly Diagnostic[], terminal: Terminal): ExitCode {
  terminal.err(`${countWords(diagnostics)}; what has errors is not explained\n`);
  return EXIT.problems;
}

function instantOf(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || !text.endsWith("Z"))
    throw new UsageError(`--at ${text}: write an instant like 2026-06-22T14:20:00Z`);
  return instant;
}

/** The file of the activity with an id. A definition that could not be parsed is found by its path. */
function pathOf(id: string, definitions: readonly Definition[], project: ProjectSources): string {
  const found = definitions.find(({ activity }) => activity.id === id)?.document.file;
  const byPath = project.definitions.find(({ path }) => path.endsWith(`/${id.replace(".", "/")}.md`));
  const path = (found ?? byPath)?.path;
  if (path !== undefined) return path;
  const ids = definitions.map(({ activity }) => String(activity.id));
  throw new UsageError(`no activity or file "${id}"; ${activityHint(id, ids)}`);
}
