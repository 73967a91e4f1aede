import { randomUUID } from "node:crypto";
import { realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import pc from "picocolors";
import { analyse } from "../../compile.ts";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.ts";
import { textFile, writeAtomically } from "../../emit/write-outputs.ts";
import type { FixedFile } from "../../fix/fix-file.ts";
import { type FixedSources, fixSources } from "../../fix/fix-sources.ts";
import { changeWords } from "../../fix/fix-words.ts";
import { type FixName, fixes, isFixName } from "../../fix/fixes.ts";
import { type DiffLine, unifiedDiff } from "../../fix/unified-diff.ts";
import { positionAt } from "../../source/position.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { closeMatch } from "../../validate/suggest.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { filesShownFrom, namedSources, type ProjectSources, wholeProject } from "../project-sources.ts";
import { countWords, plural } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface FixOptions {
  readonly write?: boolean;
  /** Names of fixes; all where there is none. */
  readonly only?: readonly string[];
  readonly list?: boolean;
}

/** A project and what became of its sources. */
interface FixedProject extends FixedSources {
  readonly project: ProjectSources;
}

/** `actdef fix`: shows what would be mended in which way, or with `--write` mends it. */
export async function fix(paths: readonly string[], options: FixOptions, terminal: Terminal): Promise<ExitCode> {
  const wanted = (options.only ?? []).map(knownName);
  if (options.list) {
    terminal.out(list());
    return EXIT.ok;
  }
  const folder = process.cwd();
  const projects = paths.length > 0 ? namedSources(paths, folder) : [wholeProject(folder)];
  const named = new Set(paths.map((path) => resolve(folder, path)));
  const results = projects.map((project) => {
    const isInScope = (file: SourceFile) =>
      project.isWholeProject || project.definitions.includes(file) || named.has(resolve(project.root, file.path));
    const isWanted = (name: FixName) => wanted.length === 0 || wanted.includes(name);
    const today = new Date().toISOString().slice(0, 10);
    return { project, ...fixSources(project, { isInScope, isWanted, newUuid: randomUUID, today }) };
  });
  const { showPath } = filesShownFrom(folder, projects);
  for (const file of results.flatMap(({ fixed }) => fixed)) {
    terminal.out(fileReport(file, showPath(file.before)));
    if (!options.write) terminal.out(diffReport(file, showPath(file.before), terminal));
  }
  if (options.write) await write(results);
  return conclude(results, options, terminal);
}

function knownName(name: string): FixName {
  if (isFixName(name)) return name;
  const match = closeMatch(name, Object.keys(fixes));
  throw new UsageError(`no fix "${name}"; ${match ? `did you mean ${match}?` : "actdef fix --list lists all"}`);
}

function list(): string {
  const width = Math.max(...Object.keys(fixes).map((name) => name.length));
  return Object.entries(fixes)
    .map(([name, description]) => `${name.padEnd(width)}  ${description}\n`)
    .join("");
}

/** The file, and below it each fix with the line that it is for, as that was counted before. */
function fileReport({ before, applied }: FixedFile, path: string): string {
  const rows = applied
    .map((it) => ({ it, line: String(positionAt(before, it.offset).line), words: changeWords(it) }))
    .sort((a, b) => Number(a.line) - Number(b.line));
  const digits = Math.max(...rows.map(({ line }) => line.length));
  const width = Math.max(...rows.map(({ it }) => it.name.length));
  const lines = rows.map(({ it, line, words }) => `  ${line.padStart(digits)}  ${it.name.padEnd(width)}  ${words}\n`);
  return `${path}\n${lines.join("")}`;
}

function diffReport({ before, after }: FixedFile, path: string, terminal: Terminal): string {
  const colors = pc.createColors(terminal.color);
  const tints: Readonly<Record<DiffLine["kind"], (text: string) => string>> = {
    header: colors.bold,
    place: colors.cyan,
    added: colors.green,
    removed: colors.red,
    context: (text) => text,
  };
  const lines = unifiedDiff(path, before.text, after.text).map(({ kind, text }) => `${tints[kind](text)}\n`);
  return `${lines.join("")}\n`;
}

/** A link is followed: the file that it names is written, and the link stays. */
async function write(results: readonly FixedProject[]): Promise<void> {
  for (const { project, fixed } of results) {
    for (const { after } of fixed) {
      const file = await realpath(join(project.root, after.path));
      await writeAtomically(dirname(file), textFile(file.slice(dirname(file).length + 1), after.text));
    }
  }
}

function conclude(results: readonly FixedProject[], { write }: FixOptions, terminal: Terminal): ExitCode {
  const fixed = results.flatMap((result) => result.fixed);
  const remaining = results.flatMap(({ sources }): readonly Diagnostic[] => analyse(sources).diagnostics);
  const count = fixed.reduce((sum, { applied }) => sum + applied.length, 0);
  const fixWord = count === 1 ? "fix" : "fixes";
  const found = count > 0 ? `${count} ${fixWord} in ${plural(fixed.length, "file")}` : "nothing to fix";
  const next = count === 0 ? "" : write ? ", written" : "; to apply, add --write";
  terminal.err(`${found}${next}\n`);
  if (remaining.length > 0) terminal.err(`${countWords(remaining)} left; see \`actdef validate\`\n`);
  if (count > 0 && !write) return EXIT.stale;
  return hasErrors(remaining) ? EXIT.problems : EXIT.ok;
}
