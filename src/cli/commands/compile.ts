import { relative, resolve } from "node:path";
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
import type { PackedActivity } from "../../model/compiled-activity.ts";
import { differenceSummary, staleReport } from "../difference-words.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { checkedProject, filesShownFrom } from "../project-sources.ts";
import { countWords, isDocument, plural, type ReportOptions, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface CompileOptions extends ReportOptions {
  readonly target?: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly denyWarnings?: boolean;
}

/** A generated file beside what is on disk. */
interface PlannedFile {
  readonly output: OutputFile;
  readonly state: FileState;
  /** What is there, where it is something else. */
  readonly existing: string | undefined;
}

/** `actdef compile`: writes every target's files, or with `--check` says whether they are what the sources compile to. */
export async function compile(options: CompileOptions, terminal: Terminal): Promise<ExitCode> {
  const project = await checkedProject(process.cwd(), { isCompiled: true });
  const { activities, diagnostics, targetFiles } = project;
  await reportDiagnostics(diagnostics, options, filesShownFrom(process.cwd(), [project]), terminal);
  if (hasErrors(diagnostics) || (options.denyWarnings && diagnostics.length > 0)) {
    terminal.err(`${countWords(diagnostics)}; nothing is ${options.check ? "compared" : "written"}\n`);
    return EXIT.problems;
  }
  const names = targetFiles.map(({ target }) => target.name);
  const wanted = wantedTargets(names, options.target);
  const folder = options.out === undefined ? project.root : resolve(process.cwd(), options.out);
  const chosen = emit(
    activities,
    targetFiles.filter(({ target }) => wanted.includes(target.name)),
  ).map((output) =>
    options.out === undefined ? output : { ...output, path: output.path.slice(GENERATED_FOLDER.length + 1) },
  );
  const planned = await Promise.all(chosen.map((output) => plan(folder, output)));
  const expected = new Set(chosen.map(({ path }) => path));
  const orphans =
    options.out === undefined && options.target === undefined
      ? await findOrphans(folder, GENERATED_FOLDER, expected)
      : [];
  const shown = (path: string) => relative(process.cwd(), resolve(folder, path));
  // A document on standard output stays alone there.
  const say = isDocument(options.format) ? terminal.err : terminal.out;
  if (options.check) return check(planned, orphans, shown, { ...terminal, out: say });
  await write(folder, planned, orphans);
  say(report({ folder, activities, wanted, planned, orphans, shown }));
  return EXIT.ok;
}

async function plan(folder: string, output: OutputFile): Promise<PlannedFile> {
  const state = await compareExisting(folder, output);
  const existing = state === "different" ? await readExisting(folder, output.path) : undefined;
  return { output, state, existing };
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
  terminal: Terminal,
): ExitCode {
  const stale = planned.filter(({ state }) => state !== "same");
  if (stale.length === 0 && orphans.length === 0) {
    terminal.err(`${plural(planned.length, "file")} up to date\n`);
    return EXIT.ok;
  }
  for (const { output, existing } of stale)
    terminal.out(staleReport({ ...output, path: shown(output.path) }, existing));
  for (const path of orphans) terminal.out(`orphaned: ${shown(path)} belongs to no target any more\n`);
  terminal.out("run `actdef compile` and commit the result\n");
  return EXIT.stale;
}

async function write(folder: string, planned: readonly PlannedFile[], orphans: readonly string[]): Promise<void> {
  for (const { output, state } of planned) {
    if (state !== "same") await writeAtomically(folder, output);
  }
  for (const path of orphans) await removeGenerated(folder, path);
}

interface Result {
  /** What the paths of the files are relative to. */
  readonly folder: string;
  readonly activities: readonly PackedActivity[];
  readonly wanted: readonly string[];
  readonly planned: readonly PlannedFile[];
  readonly orphans: readonly string[];
  readonly shown: (path: string) => string;
}

const STATE_WORDS: Readonly<Record<FileState, string>> = {
  absent: "created",
  same: "unchanged",
  different: "updated",
};

function report({ folder, activities, wanted, planned, orphans, shown }: Result): string {
  const lines: string[] = [];
  for (const target of wanted) {
    const files = planned.filter(({ output }) => output.target === target);
    lines.push(`${target}  ${activityCount(activities)}  ${plural(files.length, "file")}`);
    const width = Math.max(...files.map(({ output }) => shown(output.path).length));
    for (const { output, state: before, existing } of files) {
      const state = STATE_WORDS[before];
      const words = before === "different" ? `  ${differenceSummary(output, existing)}` : "";
      lines.push(`  ${state.padEnd(9)}  ${words ? shown(output.path).padEnd(width) : shown(output.path)}${words}`);
    }
  }
  for (const path of orphans) lines.push(`  removed    ${shown(path)}`);
  const changed = planned.some(({ state }) => state !== "same") || orphans.length > 0;
  if (changed && folder === resolve(process.cwd())) {
    lines.push(`next: git add activity-definitions ${GENERATED_FOLDER} && git commit`);
  }
  return `${lines.join("\n")}\n`;
}

function activityCount(activities: readonly PackedActivity[]): string {
  const enabled = activities.filter(({ activity }) => activity.enabled).length;
  return `${activities.length} ${activities.length === 1 ? "activity" : "activities"} (${enabled} enabled)`;
}
