import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { compile } from "../../compile.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { GENERATED_FOLDER, type OutputFile } from "../../emit/output-files.ts";
import { compareExisting } from "../../emit/write-outputs.ts";
import { type CompiledProject, whereFromManifest, whereFromSource } from "../../explain/where.ts";
import { manifestText, sourceText } from "../../explain/where-text.ts";
import { projectPath } from "../../source/discovery.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { filesShownFrom, wholeProject } from "../project-sources.ts";
import { countWords, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

/**
 * `actdef explain --where FILE:LINE`: what decides a line of a manifest, or which lines of the manifests a line of a
 * definition or target decides. Found by compiling again; a manifest that is stale is not explained.
 */
export async function where(subject: string | undefined, place: string, terminal: Terminal): Promise<ExitCode> {
  if (subject !== undefined) throw new UsageError(`give ${subject} or --where, not both`);
  const { file, line } = placeOf(place);
  const project = wholeProject(dirname(file));
  const compiled = compile(project);
  if (hasErrors(compiled.diagnostics)) {
    const shown = filesShownFrom(process.cwd(), [project]);
    await reportDiagnostics(compiled.diagnostics, { format: "pretty" }, shown, terminal);
    terminal.err(`${countWords(compiled.diagnostics)}; nothing can be compiled to look it up\n`);
    return EXIT.problems;
  }
  const question: Question = {
    root: project.root,
    path: projectPath(project.root, file),
    line,
    show: (path) => relative(process.cwd(), resolve(project.root, path)),
  };
  const output = compiled.outputs.find(({ path }) => path === question.path);
  return output ? askManifest(compiled, output, question, terminal) : askSource(compiled, question, terminal);
}

interface Question {
  readonly root: string;
  /** Relative to the root. */
  readonly path: string;
  readonly line: number;
  readonly show: (path: string) => string;
}

/** A place as editors and this program print it; a column behind it is passed over. */
function placeOf(text: string): { readonly file: string; readonly line: number } {
  const [, file = "", line] = /^(.+?):(\d+)(?::\d+)?$/.exec(text) ?? [];
  if (!line || Number(line) === 0)
    throw new UsageError(`--where ${text}: write FILE:LINE, such as k8s/targets/lab.yaml:12`);
  return { file: resolve(process.cwd(), file), line: Number(line) };
}

async function askManifest(
  project: CompiledProject,
  output: OutputFile,
  { root, line, show }: Question,
  terminal: Terminal,
): Promise<ExitCode> {
  if (await isStale(root, output)) return sayStale([output], show, "its lines cannot be told", terminal);
  const answer = whereFromManifest(project, output, line);
  if (!answer) throw new UsageError(`--where: ${show(output.path)} has no line ${line}`);
  terminal.out(manifestText(answer, show));
  return EXIT.ok;
}

async function askSource(
  project: CompiledProject,
  { root, path, line, show }: Question,
  terminal: Terminal,
): Promise<ExitCode> {
  const answers = whereFromSource(project, path, line);
  if (!answers) throw new UsageError(`--where ${show(path)}: ${refusal(root, path)}`);
  terminal.out(sourceText(path, line, answers, show));
  const states = await Promise.all(project.outputs.map((output) => isStale(root, output)));
  const stale = project.outputs.filter((_, index) => states[index]);
  return stale.length === 0 ? EXIT.ok : sayStale(stale, show, "the lines are those that it will have", terminal);
}

function refusal(root: string, path: string): string {
  if (!existsSync(resolve(root, path))) return "there is no such file";
  if (path.startsWith(`${GENERATED_FOLDER}/`)) return "it belongs to no target of this project";
  return "it is neither a generated file, nor a definition, nor a target";
}

async function isStale(root: string, output: OutputFile): Promise<boolean> {
  return (await compareExisting(root, output)) !== "same";
}

function sayStale(
  stale: readonly OutputFile[],
  show: Question["show"],
  consequence: string,
  terminal: Terminal,
): ExitCode {
  for (const { path } of stale)
    terminal.err(`stale: ${show(path)} is not what the sources compile to, so ${consequence}\n`);
  terminal.err("run `actdef compile`\n");
  return EXIT.stale;
}
