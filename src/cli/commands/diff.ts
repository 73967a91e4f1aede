import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Analysis, analyse, type Sources } from "../../compile.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { BEHAVIOUR_NOTE, BREAK_CODES, type BreakCode } from "../../diff/break-codes.ts";
import { diffJson } from "../../diff/diff-json.ts";
import { diffText } from "../../diff/diff-text.ts";
import { diffProjects, type Side } from "../../diff/project-diff.ts";
import { openCodes, type UnreadFile } from "../../diff/verdict.ts";
import { readDefinitions, readTargets } from "../../source/discovery.ts";
import { readRevision } from "../../source/git-revision.ts";
import { DEFINITIONS_FOLDER } from "../../source/placement.ts";
import { closeMatch } from "../../validate/suggest.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { filesShownFrom, projectAround } from "../project-sources.ts";
import { countWords, reportDiagnostics } from "../report-diagnostics.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";

interface DiffOptions {
  readonly against: string;
  readonly allow?: readonly string[];
  readonly format: "text" | "json";
}

/**
 * `actdef diff`: what the definitions of the working tree mean otherwise than those of a commit or a folder, and what
 * that breaks. Definitions with errors are told; they are compared as far as every one of them can be understood.
 */
export async function diff(options: DiffOptions, terminal: Terminal): Promise<ExitCode> {
  const allowed = new Set((options.allow ?? []).map(breakCode));
  const project = projectAround(process.cwd());
  const other = await otherSources(options.against, project.root);
  const analysis = analyse(project);
  const isBroken = hasErrors(analysis.diagnostics);
  if (isBroken) {
    const out = options.format === "json" ? terminal.err : terminal.out;
    const where = filesShownFrom(process.cwd(), [project]);
    await reportDiagnostics(analysis.diagnostics, { format: "pretty" }, where, { ...terminal, out });
  }
  if (unreadFiles(project, analysis).length > 0) {
    terminal.err(`${countWords(analysis.diagnostics)}; nothing is compared\n`);
    return EXIT.problems;
  }
  // What the other side was checked against then is no concern of now: no rule is run.
  const before = analyse({ ...other.sources, isWholeProject: false }, []);
  const unread = unreadFiles(other.sources, before);
  const comparison = {
    diff: diffProjects(soundSide(before), soundSide(analysis)),
    against: options.against,
    commit: other.commit,
    unread,
    allowed,
  };
  terminal.out(options.format === "json" ? diffJson(comparison) : diffText(comparison));
  if (isBroken) {
    terminal.err(`${countWords(analysis.diagnostics)} in the working tree\n`);
    return EXIT.problems;
  }
  return openCodes(comparison).length > 0 ? EXIT.stale : EXIT.ok;
}

function breakCode(text: string): BreakCode {
  const code = BREAK_CODES.find((known) => known === text);
  if (code) return code;
  if (text === BEHAVIOUR_NOTE) throw new UsageError(`--allow ${text}: this is a note, which needs no acknowledgement`);
  const match = closeMatch(text, BREAK_CODES);
  throw new UsageError(
    `--allow "${text}" is no code; ${match ? `did you mean ${match}?` : `there are ${BREAK_CODES.join(", ")}`}`,
  );
}

const GIT = "git:";

/** The sources of the other side: of a commit, without touching the working tree, or of another project's folder. */
async function otherSources(
  against: string,
  root: string,
): Promise<{ readonly sources: Omit<Sources, "isWholeProject">; readonly commit: string | null }> {
  if (against.startsWith(GIT)) {
    const revision = readRevision(root, against.slice(GIT.length));
    if ("refusal" in revision) throw new UsageError(`--against ${against}: ${revision.refusal}`);
    return { sources: revision, commit: revision.commit };
  }
  const folder = resolve(process.cwd(), against);
  if (!existsSync(resolve(folder, DEFINITIONS_FOLDER))) {
    throw new UsageError(
      `--against ${against}: there is no ${relative(process.cwd(), resolve(folder, DEFINITIONS_FOLDER))}/; write git:<commit>, or a folder that holds a project`,
    );
  }
  const [definitions, targets] = [readDefinitions(folder), readTargets(folder)];
  return { sources: { definitions, targets }, commit: null };
}

/** What cannot be understood in full, each with the first thing that is wrong. */
function unreadFiles({ definitions, targets }: Omit<Sources, "isWholeProject">, analysis: Analysis): UnreadFile[] {
  const understood = new Set(
    [...analysis.definitions, ...analysis.targets]
      .filter(({ invalid }) => invalid.length === 0)
      .map(({ document }) => document.file),
  );
  return [...definitions, ...targets]
    .filter((file) => !understood.has(file))
    .map((file) => ({
      path: file.path,
      message: analysis.diagnostics.find((it) => it.file === file)?.message ?? "it cannot be understood",
    }));
}

function soundSide({ definitions, targets }: Analysis): Side {
  return {
    definitions: definitions.filter(({ invalid }) => invalid.length === 0),
    targets: targets.filter(({ invalid }) => invalid.length === 0).map(({ target }) => target),
  };
}
