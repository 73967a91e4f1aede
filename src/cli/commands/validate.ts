import { buffer } from "node:stream/consumers";
import type { CheckedProject } from "../../batch/check-project.ts";
import { analyse } from "../../compile.ts";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.ts";
import { findRoot, projectPath, readTargets } from "../../source/discovery.ts";
import { readAgain } from "../../source/read-source.ts";
import { decodeSource } from "../../source/source-file.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { checkRun, type RunOptions, rememberRun, unchangedOutcome } from "../project-run.ts";
import {
  filesShownFrom,
  namedSources,
  type ProjectSources,
  startRunAround,
  wholeProject,
  withMissing,
} from "../project-sources.ts";
import { countWords, isDocument, plural, type ReportOptions, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface ValidateOptions extends ReportOptions, RunOptions {
  readonly denyWarnings?: boolean;
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly generateIgnores?: string;
}

/** `actdef validate`: prints every problem to standard output, and to standard error one line that sums up. */
export async function validate(
  paths: readonly string[],
  options: ValidateOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const started = Date.now();
  const isWholeProject = paths.length === 0 && !options.stdin && options.stdinFilename === undefined;
  if (options.generateIgnores !== undefined) {
    return writeIgnores(await sourcesOf(paths, options), options.generateIgnores, terminal);
  }
  const projects: readonly Checked[] = isWholeProject
    ? [await checkedProject(options)]
    : (await sourcesOf(paths, options)).map((project) => ({ ...project, diagnostics: analyse(project).diagnostics }));
  const diagnostics = projects.flatMap((project) => project.diagnostics);
  await reportDiagnostics(diagnostics, options, filesShownFrom(process.cwd(), projects), terminal);
  if (!isDocument(options.format)) terminal.err(`${summary(projects, diagnostics)} (${Date.now() - started} ms)\n`);
  return hasErrors(diagnostics) || (options.denyWarnings && diagnostics.length > 0) ? EXIT.problems : EXIT.ok;
}

/** A project as far as it was checked. */
type Checked = Pick<CheckedProject, "root" | "definitions" | "targets" | "diagnostics">;

/** The whole project, checked; or known to be without a problem, since it has not changed. */
async function checkedProject(options: RunOptions): Promise<Checked> {
  const run = startRunAround(process.cwd(), "validate", options);
  const { root, found, targets } = run.inputs;
  if (await unchangedOutcome(run)) {
    return { root, definitions: found.map(({ path }) => readAgain(root, path)), targets, diagnostics: [] };
  }
  const project = await checkRun(run, options);
  if (project.diagnostics.length === 0) await rememberRun(run, project, []);
  return project;
}

async function sourcesOf(paths: readonly string[], options: ValidateOptions): Promise<ProjectSources[]> {
  if (options.stdinFilename !== undefined && !options.stdin) throw new UsageError("--stdin-filename goes with --stdin");
  if (options.stdin && options.generateIgnores !== undefined) {
    throw new UsageError("--generate-ignores changes files, and --stdin has none");
  }
  if (options.stdin && paths.length > 0) throw new UsageError("give paths or --stdin, not both");
  if (options.stdin) return [await sourceFromStdin(options.stdinFilename)];
  return paths.length > 0 ? namedSources(paths, process.cwd()) : [wholeProject(process.cwd())];
}

/** What stands for a definition that comes by standard input without a name. */
const STDIN_NAME = "<stdin>";

async function sourceFromStdin(filename: string | undefined): Promise<ProjectSources> {
  const bytes = await buffer(process.stdin);
  const root = findRoot(process.cwd()) ?? process.cwd();
  const path = filename === undefined ? STDIN_NAME : projectPath(root, filename);
  const definitions = [decodeSource(path, bytes)];
  const project = { root, definitions, targets: readTargets(root), isWholeProject: false };
  // Without a name it lies in no folder, and nobody knows where its links lead.
  return filename === undefined ? project : withMissing(project);
}

function summary(projects: readonly Checked[], diagnostics: readonly Diagnostic[]): string {
  const definitions = projects.flatMap((project) => project.definitions);
  const targets = new Set(projects.flatMap((project) => project.targets));
  const isBad = new Set(diagnostics.map(({ file }) => file));
  const bad = definitions.filter((file) => isBad.has(file)).length;
  const note = targets.size === 0 ? "; no target, so nothing was checked against a bridge" : "";
  if (diagnostics.length === 0)
    return `${plural(definitions.length, "definition")}, ${plural(targets.size, "target")}: no problems${note}`;
  return `${countWords(diagnostics)} in ${bad} of ${plural(definitions.length, "definition")}${note}`;
}

/** Accepts every problem that may be ignored, for one reason, by comments in the files. */
async function writeIgnores(
  projects: readonly ProjectSources[],
  reason: string,
  terminal: Terminal,
): Promise<ExitCode> {
  if (reason.trim() === "" || /[\r\n]|-->/.test(reason))
    throw new UsageError("--generate-ignores takes a reason, on one line");
  const { generateIgnores } = await import("../../fix/generate-ignores.ts");
  const { textFile, writeAtomically } = await import("../../emit/write-outputs.ts");
  const { showPath } = filesShownFrom(process.cwd(), projects);
  let count = 0;
  for (const project of projects) {
    for (const { file, text, accepted } of generateIgnores(project, analyse(project), reason.trim())) {
      if (accepted > 0) await writeAtomically(project.root, textFile(file.path, text));
      terminal.out(`${showPath(file)}: ${accepted} ignored\n`);
      count += accepted;
    }
  }
  terminal.err(`${plural(count, "problem")} ignored\n`);
  return EXIT.ok;
}
