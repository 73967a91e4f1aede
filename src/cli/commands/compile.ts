import { relative, resolve } from "node:path";
import type { RunOutcome } from "../../batch/cache.ts";
import type { CheckedProject } from "../../batch/check-project.ts";
import { emit } from "../../compile.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { GENERATED_FOLDER, type OutputFile } from "../../emit/output-files.ts";
import {
  compareExisting,
  type FileState,
  findOrphans,
  readExisting,
  removeGenerated,
  writeAtomically,
} from "../../emit/write-outputs.ts";
import { differenceSummary, staleReport } from "../difference-words.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { checkRun, type RunOptions, rememberRun, unchangedOutcome } from "../project-run.ts";
import { filesShownFrom, startRunAround } from "../project-sources.ts";
import { countWords, isDocument, plural, type ReportOptions, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface CompileOptions extends ReportOptions, RunOptions {
  readonly target?: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly denyWarnings?: boolean;
}

/** A generated file beside what is on disk. */
interface PlannedFile {
  readonly output: Pick<OutputFile, "path" | "target">;
  readonly state: FileState;
  /** What it ought to be and what is there, where the two differ. */
  readonly differing?: { readonly output: OutputFile; readonly existing: string | undefined };
}

/** What the project compiles to, beside what is on disk. */
interface Plan {
  readonly activityCount: number;
  readonly enabledCount: number;
  readonly files: readonly PlannedFile[];
}

/** `actdef compile`: writes every target's files, or with `--check` says whether they are what the sources compile to. */
export async function compile(options: CompileOptions, terminal: Terminal): Promise<ExitCode> {
  const run = startRunAround(process.cwd(), "compile", options);
  const before = options.out === undefined ? await unchangedOutcome(run) : undefined;
  const project = before ? undefined : await checkRun(run, options);
  if (project && !(await isSound(project, options, terminal))) return EXIT.problems;
  const { root } = run.inputs;
  const folder = options.out === undefined ? root : resolve(process.cwd(), options.out);
  const plan = project
    ? await planOf(project, folder, options)
    : unchangedPlan(before, run.inputs.found.length, options);
  const expected = new Set(plan.files.map(({ output }) => output.path));
  const isWhole = options.out === undefined && options.target === undefined;
  const orphans = isWhole ? await findOrphans(folder, GENERATED_FOLDER, expected) : [];
  const shown = (path: string) => relative(process.cwd(), resolve(folder, path));
  // A document on standard output stays alone there.
  const say = isDocument(options.format) ? terminal.err : terminal.out;
  const code = options.check ? check(plan.files, orphans, shown, { out: say, err: terminal.err }) : EXIT.ok;
  if (!options.check) {
    await write(folder, plan.files, orphans);
    say(report({ folder, plan, orphans, shown }));
  }
  if (project && isWhole && code === EXIT.ok && project.diagnostics.length === 0) {
    await rememberRun(
      run,
      project,
      plan.files.map(({ output }) => output),
    );
  }
  return code;
}

/** Prints what is wrong, and tells whether it can be compiled. */
export async function isSound(
  project: CheckedProject,
  options: Pick<CompileOptions, "format" | "maxProblems" | "denyWarnings" | "check">,
  terminal: Terminal,
): Promise<boolean> {
  const { diagnostics } = project;
  await reportDiagnostics(diagnostics, options, filesShownFrom(process.cwd(), [project]), terminal);
  if (!hasErrors(diagnostics) && !(options.denyWarnings && diagnostics.length > 0)) return true;
  terminal.err(`${countWords(diagnostics)}; nothing is ${options.check ? "compared" : "written"}\n`);
  return false;
}

async function planOf(
  { activities, targetFiles }: CheckedProject,
  folder: string,
  { target: asked, out }: CompileOptions,
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
function unchangedPlan(before: RunOutcome | undefined, activityCount: number, { target: asked }: CompileOptions): Plan {
  const { enabled = 0, outputs = [] } = before ?? {};
  const wanted = wantedTargets([...new Set(outputs.map(({ target }) => target))], asked);
  const files = outputs.filter(({ target }) => wanted.includes(target));
  return { activityCount, enabledCount: enabled, files: files.map((output) => ({ output, state: "same" })) };
}

async function planFile(folder: string, output: OutputFile): Promise<PlannedFile> {
  const state = await compareExisting(folder, output);
  if (state === "same") return { output, state };
  const existing = state === "different" ? await readExisting(folder, output.path) : undefined;
  return { output, state, differing: { output, existing } };
}

function wantedTargets(names: readonly string[], asked: string | undefined): readonly string[] {
  if (names.length === 0)
    throw new UsageError("the project has no target: put one at k8s/targets/<name>.yaml (actdef schema target)");
  if (asked === undefined) return names;
  if (!names.includes(asked)) throw new UsageError(`no target "${asked}"; this project has ${names.join(", ")}`);
  return [asked];
}

function check(
  planned: readonly PlannedFile[],
  orphans: readonly string[],
  shown: (path: string) => string,
  terminal: Pick<Terminal, "out" | "err">,
): ExitCode {
  const stale = planned.filter(({ state }) => state !== "same");
  if (stale.length === 0 && orphans.length === 0) {
    terminal.err(`${plural(planned.length, "file")} up to date\n`);
    return EXIT.ok;
  }
  for (const { differing } of stale) {
    if (differing) terminal.out(staleReport(differing.output, differing.existing, shown));
  }
  for (const path of orphans) terminal.out(`orphaned: ${shown(path)} belongs to no target any more\n`);
  terminal.out("run `actdef compile` and commit the result\n");
  return EXIT.stale;
}

async function write(folder: string, planned: readonly PlannedFile[], orphans: readonly string[]): Promise<void> {
  for (const { differing } of planned) {
    if (differing) await writeAtomically(folder, differing.output);
  }
  for (const path of orphans) await removeGenerated(folder, path);
}

interface Result {
  /** What the paths of the files are relative to. */
  readonly folder: string;
  readonly plan: Plan;
  readonly orphans: readonly string[];
  readonly shown: (path: string) => string;
}

const STATE_WORDS: Readonly<Record<FileState, string>> = {
  absent: "created",
  same: "unchanged",
  different: "updated",
};

function report({ folder, plan, orphans, shown }: Result): string {
  const lines: string[] = [];
  for (const target of new Set(plan.files.map(({ output }) => output.target))) {
    const files = plan.files.filter(({ output }) => output.target === target);
    lines.push(`${target}  ${activityWords(plan)}  ${plural(files.length, "file")}`);
    const width = Math.max(...files.map(({ output }) => shown(output.path).length));
    for (const { output, state: before, differing } of files) {
      const state = STATE_WORDS[before];
      const words =
        before === "different" && differing ? `  ${differenceSummary(differing.output, differing.existing)}` : "";
      lines.push(`  ${state.padEnd(9)}  ${words ? shown(output.path).padEnd(width) : shown(output.path)}${words}`);
    }
  }
  for (const path of orphans) lines.push(`  removed    ${shown(path)}`);
  const changed = plan.files.some(({ state }) => state !== "same") || orphans.length > 0;
  if (changed && folder === resolve(process.cwd())) {
    lines.push(`next: git add activity-definitions ${GENERATED_FOLDER} && git commit`);
  }
  return `${lines.join("\n")}\n`;
}

function activityWords({ activityCount, enabledCount }: Plan): string {
  return `${activityCount} ${activityCount === 1 ? "activity" : "activities"} (${enabledCount} enabled)`;
}
