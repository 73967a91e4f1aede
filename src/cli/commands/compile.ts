import { relative, resolve } from "node:path";
import type { CheckedProject } from "../../batch/check-project.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { GENERATED_FOLDER } from "../../emit/output-files.ts";
import { UNITS_FOLDER } from "../../emit/units-folder.ts";
import { type FileState, findOrphans, removeGenerated, writeAtomically } from "../../emit/write-outputs.ts";
import { type Plan, planOf, renewedPlan, unchangedPlan } from "../compile-plan.ts";
import { differenceSummary, staleReport } from "../difference-words.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { PlannedFile } from "../planned-file.ts";
import {
  checkRun,
  type ProjectRun,
  type RunOptions,
  rememberRenewal,
  rememberRun,
  renewedOutcome,
  unchangedOutcome,
} from "../project-run.ts";
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

/** `actdef compile`: writes every target's files, or with `--check` says whether they are what the sources compile to. */
export async function compile(options: CompileOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.target !== undefined && options.projection === "systemd")
    throw new UsageError("--projection systemd has no target: a local runner is the same for all");
  const run = startRunAround(process.cwd(), "compile", options);
  const folder = options.out === undefined ? run.inputs.root : resolve(process.cwd(), options.out);
  const planned = await planRun(run, folder, options, terminal);
  if (!planned) return EXIT.problems;
  const { plan, remember } = planned;
  const expected = new Set(plan.files.map(({ output }) => output.path));
  const isWhole = options.out === undefined && options.target === undefined && options.projection === undefined;
  const orphans = await Promise.all(
    foldersOf(run, options).map((generated) => findOrphans(folder, generated, expected)),
  ).then((found) => found.flat());
  const shown = (path: string) => relative(process.cwd(), resolve(folder, path));
  // A document on standard output stays alone there.
  const say = isDocument(options.format) ? terminal.err : terminal.out;
  const code = options.check ? check(plan.files, orphans, shown, { out: say, err: terminal.err }) : EXIT.ok;
  if (!options.check) {
    await write(folder, plan.files, orphans);
    say(report({ folder, plan, orphans, shown }));
  }
  if (isWhole && code === EXIT.ok) await remember();
  return code;
}

interface PlannedRun {
  readonly plan: Plan;
  /** Keeps what is worth to be kept, once the files are there as they ought to be. */
  remember(): Promise<void>;
}

/** Plans by what is known, as far as that goes; nothing where the project has a problem, which is printed. */
async function planRun(
  run: ProjectRun,
  folder: string,
  options: CompileOptions,
  terminal: Terminal,
): Promise<PlannedRun | undefined> {
  const isInPlace = options.out === undefined;
  const before = isInPlace ? await unchangedOutcome(run) : undefined;
  if (before) {
    return { plan: unchangedPlan(before, run.inputs.found.length, options), remember: () => Promise.resolve() };
  }
  const renewal = isInPlace ? await renewedOutcome(run) : undefined;
  if (renewal) return { plan: renewedPlan(renewal, options), remember: () => rememberRenewal(run, renewal) };
  const project = await checkRunWithUnits(run, options);
  if (!(await isSound(project, options, terminal))) return undefined;
  const plan = await planOf(project, folder, run.units, options);
  const outputs = plan.files.map(({ output }) => output);
  const isClean = project.diagnostics.length === 0;
  return { plan, remember: () => (isClean ? rememberRun(run, project, outputs) : Promise.resolve()) };
}

async function checkRunWithUnits(run: ProjectRun, options: RunOptions): Promise<CheckedProject> {
  const project = await checkRun(run, options);
  if (!run.units.areWanted || run.units.mayBeLossy) return project;
  return (await import("../unit-plan.ts")).withLossyProjections(project);
}

/** The folders that hold nothing but what this run compiles, so that all else in them is orphaned. */
function foldersOf({ units }: ProjectRun, { out, target, projection }: CompileOptions): string[] {
  if (out !== undefined || target !== undefined) return [];
  return [...(projection === "systemd" ? [] : [GENERATED_FOLDER]), ...(units.areWanted ? [UNITS_FOLDER] : [])];
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
    if (differing) terminal.out(staleReport(differing, shown));
  }
  for (const path of orphans)
    terminal.out(
      `orphaned: ${shown(path)} belongs to no ${path.startsWith(`${UNITS_FOLDER}/`) ? "definition" : "target"} any more\n`,
    );
  terminal.out("run `actdef compile` and commit the result\n");
  return EXIT.stale;
}

async function write(folder: string, planned: readonly PlannedFile[], orphans: readonly string[]): Promise<void> {
  for (const { differing } of planned) {
    if (differing) await writeAtomically(folder, differing);
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
    const what = target === null ? plural(files.length / 2, "local runner") : activityWords(plan);
    lines.push(`${target ?? "systemd"}  ${what}  ${plural(files.length, "file")}`);
    const width = Math.max(...files.map(({ output }) => shown(output.path).length));
    for (const { output, state: before, differing } of files) {
      const state = STATE_WORDS[before];
      const words = before === "different" && differing ? `  ${differenceSummary(differing)}` : "";
      lines.push(`  ${state.padEnd(9)}  ${words ? shown(output.path).padEnd(width) : shown(output.path)}${words}`);
    }
    lines.push(...inexactLines(plan, target === null ? "systemd" : "temporal"));
  }
  if (plan.files.length === 0) lines.push("systemd  no definition has a rollout.local_unit");
  for (const path of orphans) lines.push(`  removed    ${shown(path)}`);
  const changed = plan.files.some(({ state }) => state !== "same") || orphans.length > 0;
  if (changed && folder === resolve(process.cwd())) {
    const paths = [...plan.files.map(({ output }) => output.path), ...orphans];
    const folders = [GENERATED_FOLDER, UNITS_FOLDER].filter((it) => paths.some((path) => path.startsWith(`${it}/`)));
    lines.push(`next: git add activity-definitions ${folders.join(" ")} && git commit`);
  }
  return `${lines.join("\n")}\n`;
}

/** Which fields the projection cannot express exactly, and of how many activities. */
function inexactLines({ inexact }: Plan, name: "temporal" | "systemd"): string[] {
  const fieldsOf = (grade: "about" | "impossible") =>
    inexact
      .filter((it) => it.projection === name && it.grade === grade)
      .map(({ field, count }) => `${field} (${count})`)
      .join(", ");
  const [about, lost] = [fieldsOf("about"), fieldsOf("impossible")];
  return [
    ...(about ? [`  about      ${about}: why is in actdef explain <id>`] : []),
    ...(lost ? [`  lost       ${lost}, by --allow-lossy`] : []),
  ];
}

function activityWords({ activityCount, enabledCount }: Plan): string {
  return `${activityCount} ${activityCount === 1 ? "activity" : "activities"} (${enabledCount} enabled)`;
}
