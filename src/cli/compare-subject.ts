import { analyse } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Activity } from "../model/activity.ts";
import type { Definition } from "../model/definition.ts";
import type { Target } from "../model/target.ts";
import { activityHint } from "./activity-hint.ts";
import { filesShownFrom, type ProjectSources, wholeProject } from "./project-sources.ts";
import { reportDiagnostics } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** An activity and one target of its project, both without errors. */
export interface CompareSubject {
  readonly root: string;
  readonly activity: Activity;
  readonly definition: Definition;
  readonly target: Target;
}

/** Finds an activity by its id; undefined where it, or the target, has errors, which are printed. */
export async function compareSubject(
  id: string,
  targetName: string | undefined,
  terminal: Terminal,
): Promise<CompareSubject | undefined> {
  const project = wholeProject(process.cwd());
  const { definitions, targets, diagnostics } = analyse(project);
  const definition = definitions.find(({ activity }) => activity.id === id);
  const path = definition?.document.file.path ?? pathOf(id, project);
  const ids = definitions.map(({ activity }) => String(activity.id));
  if (path === undefined) throw noActivity(id, ids);
  const own = diagnostics.filter(({ file, severity }) => severity === "error" && [path].includes(file.path));
  const names = targets.map(({ target }) => target.name);
  const target = targets.find((it) => it.target.name === wantedName(names, targetName));
  const errors = [...own, ...diagnostics.filter((it) => it.severity === "error" && it.file === target?.document.file)];
  await reportDiagnostics(errors, { format: "pretty" }, filesShownFrom(process.cwd(), [project]), terminal);
  if (!definition || !target || hasErrors(errors)) return undefined;
  return { root: project.root, activity: definition.activity, definition, target: target.target };
}

function wantedName(names: readonly string[], name: string | undefined): string {
  const listed = names.join(", ");
  if (name !== undefined && names.includes(name)) return name;
  if (name !== undefined) throw new UsageError(`no target "${name}"; this project has ${listed || "none"}`);
  const [only, ...others] = names;
  if (only === undefined) throw new UsageError("the project has no target, whose policy would judge");
  if (others.length > 0) throw new UsageError(`say whose policy judges, with --target: ${listed}`);
  return only;
}

/** A definition that could not be parsed is found by its path. */
function pathOf(id: string, { definitions }: ProjectSources): string | undefined {
  return definitions.find(({ path }) => path.endsWith(`/${id.replace(".", "/")}.md`))?.path;
}

function noActivity(id: string, ids: readonly string[]): UsageError {
  return new UsageError(`no activity "${id}"; ${activityHint(id, ids)}`);
}
