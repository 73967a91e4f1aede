import { relative, resolve } from "node:path";
import { emit } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import { GENERATED_FOLDER, type OutputFile } from "../emit/output-files.ts";
import type { Target } from "../model/target.ts";
import type { ProjectedTarget } from "../operate/projected-target.ts";
import type { KubernetesObject } from "../project/projection.ts";
import { runtime } from "../project/runtime.ts";
import { syncJob } from "../project/sync-job.ts";
import { readGitState } from "../source/git-state.ts";
import { DEFINITIONS_FOLDER, TARGETS_FOLDER } from "../source/placement.ts";
import { isSound } from "./commands/compile.ts";
import { onlyTarget, planFile } from "./compile-plan.ts";
import { staleReport } from "./difference-words.ts";
import { checkRun } from "./project-run.ts";
import { startRunAround } from "./project-sources.ts";
import { plural, type ReportOptions } from "./report-diagnostics.ts";
import type { Terminal } from "./terminal.ts";

/** A target as its project compiles it now. */
export interface CompiledTarget {
  readonly root: string;
  readonly target: Target;
  readonly outputs: readonly OutputFile[];
}

/**
 * Compiles the project around a folder for one target, which needs no name where there is only one; undefined where the
 * project has problems, which are printed.
 */
export async function compileTarget(
  name: string | undefined,
  folder: string,
  terminal: Terminal,
  { areWarningsShown = true } = {},
): Promise<CompiledTarget | undefined> {
  const run = startRunAround(folder, "compile", {});
  const project = await checkRun(run, {});
  const report: ReportOptions = { format: "pretty" };
  const isShown = areWarningsShown || hasErrors(project.diagnostics);
  if (isShown && !(await isSound(project, report, terminal))) return undefined;
  const names = project.targetFiles.map(({ target }) => target.name);
  const wanted = onlyTarget(names, name);
  const file = project.targetFiles.find(({ target }) => target.name === wanted);
  if (!file) throw new Error(`no target ${name}`);
  return { root: run.inputs.root, target: file.target, outputs: emit(project.activities, [file]) };
}

/** The objects of a compiled target, and what they were compiled from. */
export function projectedTarget({
  root,
  target,
  outputs,
}: CompiledTarget): ProjectedTarget & { readonly refusal?: string } {
  const [job] = objectsIn(outputs, syncJob.file);
  if (!job) throw new Error(`${syncJob.file} holds no Job`);
  const { commit, changed, refusal } = readGitState(root, [DEFINITIONS_FOLDER, TARGETS_FOLDER, GENERATED_FOLDER]);
  const isDirty = commit === null || changed.length > 0;
  return {
    target,
    objects: objectsIn(outputs, runtime.file),
    job,
    commit,
    isDirty,
    ...(isDirty ? { refusal: refusal ?? dirtyWords(changed) } : {}),
  };
}

const MAX_PATHS = 3;

function dirtyWords(changed: readonly string[]): string {
  const more = changed.length > MAX_PATHS ? `, and ${changed.length - MAX_PATHS} more` : "";
  return `${plural(changed.length, "file")} not as committed: ${changed.slice(0, MAX_PATHS).join(", ")}${more}`;
}

function objectsIn(outputs: readonly OutputFile[], file: string): readonly KubernetesObject[] {
  return outputs.find(({ path }) => path.endsWith(`/${file}`))?.objects ?? [];
}

/** Prints in what the manifests on disk differ from what was compiled, and tells whether they do. */
export async function areManifestsStale({ root, outputs }: CompiledTarget, say: Terminal["out"]): Promise<boolean> {
  let isStale = false;
  for (const output of outputs) {
    const { differing } = await planFile(root, output);
    if (!differing) continue;
    isStale = true;
    say(staleReport(differing, (path) => relative(process.cwd(), resolve(root, path))));
  }
  return isStale;
}
