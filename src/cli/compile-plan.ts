import type { RunOutcome } from "../batch/cache.ts";
import type { CheckedProject } from "../batch/check-project.ts";
import { emit } from "../compile.ts";
import { fileDifference, unlike } from "../emit/file-difference.ts";
import { GENERATED_FOLDER, type OutputFile } from "../emit/output-files.ts";
import { compareExisting, readExisting } from "../emit/write-outputs.ts";
import { countInexact, type InexactCount } from "../model/representation.ts";
import { statedContentSha256 } from "../project/kubernetes-object.ts";
import type { PlannedFile, PlanOptions } from "./planned-file.ts";
import type { ProjectRun, Renewal } from "./project-run.ts";
import { UsageError } from "./usage-error.ts";

/** What the project compiles to, beside what is on disk. */
export interface Plan {
  readonly activityCount: number;
  readonly enabledCount: number;
  readonly inexact: readonly InexactCount[];
  readonly files: readonly PlannedFile[];
}

export async function planOf(
  project: CheckedProject,
  folder: string,
  { areWanted }: ProjectRun["units"],
  options: PlanOptions,
): Promise<Plan> {
  const { activities, targetFiles } = project;
  const { out } = options;
  const wanted = wantedTargets(
    targetFiles.map(({ target }) => target.name),
    options,
  );
  const outputs = emit(
    activities,
    targetFiles.filter(({ target }) => wanted.includes(target.name)),
  ).map((output) => (out === undefined ? output : { ...output, path: output.path.slice(GENERATED_FOLDER.length + 1) }));
  const enabledCount = activities.filter(({ activity }) => activity.enabled).length;
  const files = await Promise.all(outputs.map((output) => planFile(folder, output)));
  const hasUnits = areWanted && options.target === undefined;
  const units = hasUnits ? await (await import("./unit-plan.ts")).planUnits(project, folder, options) : [];
  const inexact = countInexact(activities.map(({ activity }) => activity));
  return { activityCount: activities.length, enabledCount, inexact, files: [...files, ...units] };
}

/** What is known of a project that has not changed, nor have its generated files. */
export function unchangedPlan(before: RunOutcome, activityCount: number, options: PlanOptions): Plan {
  const { enabled, inexact, outputs } = before;
  const wanted = wantedTargets([...new Set(outputs.flatMap(({ target }) => target ?? []))], options);
  const isWanted = (target: string | null) =>
    target === null ? options.target === undefined : wanted.includes(target);
  const files = outputs.filter(({ target }) => isWanted(target)).map((output) => ({ output, state: "same" as const }));
  return { activityCount, enabledCount: enabled, inexact, files };
}

/** The same of a project in which a few definitions have changed. */
export function renewedPlan({ files, last }: Renewal, options: PlanOptions): Plan {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const plan = unchangedPlan(
    { ...last.outcome, outputs: files.map((file) => ({ ...file, sha256: "" })) },
    last.bytes.length,
    options,
  );
  const planned = plan.files.map((it): PlannedFile => {
    const file = byPath.get(it.output.path);
    if (!file || file.after.length === 0) return it;
    const { path, parts } = file;
    return {
      ...it,
      state: "different",
      differing: { path, parts, isMissing: false, difference: () => fileDifference(path, file) },
    };
  });
  return { ...plan, files: planned };
}

/** A generated file beside what is on disk. */
export async function planFile(folder: string, file: OutputFile): Promise<PlannedFile> {
  const { path, target, parts, objects } = file;
  const output = { path, target, contents: objects.map(statedContentSha256) };
  const state = await compareExisting(folder, file);
  if (state === "same") return { output, state };
  const existing = state === "different" ? await readExisting(folder, path) : undefined;
  const difference = () => fileDifference(path, unlike(existing ?? "", file));
  const differing = { path, parts, isMissing: existing === undefined, difference };
  return { output, state, differing };
}

/** The names of the targets that are asked for. Throws UsageError where there is none of that name, or none at all. */
function wantedTargets(names: readonly string[], { target: asked, projection }: PlanOptions): readonly string[] {
  if (projection === "systemd") return [];
  if (names.length === 0)
    throw new UsageError("the project has no target: put one at k8s/targets/<name>.yaml (actdef schema target)");
  if (asked === undefined) return names;
  if (!names.includes(asked)) throw new UsageError(`no target "${asked}"; this project has ${names.join(", ")}`);
  return [asked];
}

/** The one target that is meant, which needs no name where there is no other. Throws UsageError. */
export function onlyTarget(names: readonly string[], asked: string | undefined): string {
  const [wanted = "", ...others] = wantedTargets(names, asked === undefined ? {} : { target: asked });
  if (others.length === 0) return wanted;
  throw new UsageError(`name one of the targets with --target: ${names.join(", ")}`);
}
