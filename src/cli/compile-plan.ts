import type { RunOutcome } from "../batch/cache.ts";
import type { CheckedProject } from "../batch/check-project.ts";
import { emit } from "../compile.ts";
import { unlike } from "../emit/file-difference.ts";
import { GENERATED_FOLDER, type OutputFile } from "../emit/output-files.ts";
import { compareExisting, type FileState, type FileToWrite, readExisting } from "../emit/write-outputs.ts";
import { statedContentSha256 } from "../project/kubernetes-object.ts";
import type { DifferingFile } from "./difference-words.ts";
import type { Renewal } from "./project-run.ts";
import { UsageError } from "./usage-error.ts";

/** A generated file beside what is on disk. */
export interface PlannedFile {
  readonly output: {
    readonly path: string;
    readonly target: string;
    /** The content hash of each of its objects. */
    readonly contents: readonly string[];
  };
  readonly state: FileState;
  /** What it ought to be, where that is not what is there. */
  readonly differing?: DifferingFile & FileToWrite;
}

/** What the project compiles to, beside what is on disk. */
export interface Plan {
  readonly activityCount: number;
  readonly enabledCount: number;
  readonly files: readonly PlannedFile[];
}

/** What decides which files are planned, and where they are. */
export interface PlanOptions {
  readonly target?: string;
  readonly out?: string;
}

export async function planOf(
  { activities, targetFiles }: CheckedProject,
  folder: string,
  { target: asked, out }: PlanOptions,
): Promise<Plan> {
  const wanted = wantedTargets(
    targetFiles.map(({ target }) => target.name),
    asked,
  );
  const outputs = emit(
    activities,
    targetFiles.filter(({ target }) => wanted.includes(target.name)),
  ).map((output) => (out === undefined ? output : { ...output, path: output.path.slice(GENERATED_FOLDER.length + 1) }));
  const enabledCount = activities.filter(({ activity }) => activity.enabled).length;
  const files = await Promise.all(outputs.map((output) => planFile(folder, output)));
  return { activityCount: activities.length, enabledCount, files };
}

/** What is known of a project that has not changed, nor have its generated files. */
export function unchangedPlan(before: RunOutcome, activityCount: number, { target: asked }: PlanOptions): Plan {
  const { enabled, outputs } = before;
  const wanted = wantedTargets([...new Set(outputs.map(({ target }) => target))], asked);
  const files = outputs.filter(({ target }) => wanted.includes(target));
  return { activityCount, enabledCount: enabled, files: files.map((output) => ({ output, state: "same" })) };
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
    return { ...it, state: "different", differing: { path, parts, isMissing: false, unlike: () => file } };
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
  const differing = { path, parts, isMissing: existing === undefined, unlike: () => unlike(existing ?? "", file) };
  return { output, state, differing };
}

/** The names of the targets that are asked for. Throws UsageError where there is none of that name, or none at all. */
export function wantedTargets(names: readonly string[], asked: string | undefined): readonly string[] {
  if (names.length === 0)
    throw new UsageError("the project has no target: put one at k8s/targets/<name>.yaml (actdef schema target)");
  if (asked === undefined) return names;
  if (!names.includes(asked)) throw new UsageError(`no target "${asked}"; this project has ${names.join(", ")}`);
  return [asked];
}
