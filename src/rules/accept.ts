import type { Diagnostic, ProblemInfo, Severity } from "../diagnostics/diagnostic.ts";
import type { TargetFile } from "../model/definition.ts";
import { type IgnoreComment, ignoreComments } from "../parse/ignore-comments.ts";
import { locate } from "../parse/yaml-document.ts";
import { positionAt } from "../source/position.ts";
import type { SourceFile, Span } from "../source/source-file.ts";
import { closeMatch } from "../validate/suggest.ts";
import { type AcceptProblemCode, acceptProblems } from "./accept-problems.ts";
import { catalogue } from "./catalogue.ts";

/** What is checked, as far as it matters for accepting problems. */
export interface Checked {
  readonly files: readonly SourceFile[];
  readonly targets: readonly TargetFile[];
  /** Codes whose rule could not run this time: a comment that ignores one of them may well be needed. */
  readonly unchecked: ReadonlySet<string>;
}

const infoOf: ReadonlyMap<string, ProblemInfo> = new Map(catalogue.map((entry) => [entry.code, entry]));

const NEGOTIABLE = catalogue.filter(({ negotiable }) => negotiable).map(({ code }) => code);

/** The problems that remain: rated as the targets ask, without those that a comment accepts, with those of the comments. */
export function accepted(diagnostics: readonly Diagnostic[], checked: Checked): Diagnostic[] {
  const rated = withSeverities(diagnostics, checked.targets);
  return [...withoutIgnored(rated, checked), ...checked.targets.flatMap(severityComplaints)];
}

/** Drops the problems that a comment accepts, and reports comments that accept nothing, or may not. */
function withoutIgnored(diagnostics: readonly Diagnostic[], { files, unchecked }: Checked): Diagnostic[] {
  const byFile = new Map(files.map((file) => [file, ignoreComments(file)]));
  const used = new Set<IgnoreComment>();
  const kept = diagnostics.filter((diagnostic) => {
    const accepting = (byFile.get(diagnostic.file) ?? []).filter((comment) => accepts(comment, diagnostic));
    for (const comment of accepting) used.add(comment);
    return accepting.length === 0;
  });
  const broken = new Set(kept.filter(({ severity }) => severity === "error").map(({ file }) => file));
  const complaints = [...byFile].flatMap(([file, comments]) =>
    comments.flatMap(
      (comment) => complaint(comment, file, used.has(comment) || broken.has(file) || unchecked.has(comment.code)) ?? [],
    ),
  );
  return [...kept, ...complaints];
}

function accepts(comment: IgnoreComment, { code, file, span }: Diagnostic): boolean {
  if (comment.code !== code || comment.reason === "" || !infoOf.get(code)?.negotiable) return false;
  return comment.line === undefined || comment.line === positionAt(file, span.start).line;
}

function complaint(comment: IgnoreComment, file: SourceFile, isNeeded: boolean): Diagnostic | undefined {
  const { code, codeSpan, span, reason, line } = comment;
  const info = infoOf.get(code);
  if (!info) return wrongCode(comment, file);
  if (!info.negotiable) {
    const message = `"${code}" may not be ignored`;
    return problem("ignore-code", file, codeSpan, message, "mend what it reports, and remove this comment");
  }
  if (reason === "") {
    return problem(
      "ignore-reason",
      file,
      span,
      `"${code}" is ignored without a reason`,
      `write the reason behind a colon: ${line === undefined ? "actdef-ignore-file" : "actdef-ignore"} ${code}: …`,
    );
  }
  if (isNeeded) return undefined;
  return problem("ignore-unused", file, span, `there is no problem "${code}" to ignore here`, "remove the comment");
}

function wrongCode({ code, codeSpan }: IgnoreComment, file: SourceFile): Diagnostic {
  const match = closeMatch(code, NEGOTIABLE);
  const message = code === "" ? "the comment names no code" : `there is no code "${code}"`;
  const help = match
    ? `write ${match}`
    : "name one of the codes that `actdef rules` lists, then a colon and the reason";
  const it = problem("ignore-code", file, codeSpan, message, help);
  return match ? { ...it, label: `did you mean "${match}"?` } : it;
}

function problem(code: AcceptProblemCode, file: SourceFile, span: Span, message: string, help: string): Diagnostic {
  return { code, severity: acceptProblems[code].severity, file, span, message, help };
}

/** Gives each problem the severity that the targets' policies ask for: the stricter one where they differ. */
function withSeverities(diagnostics: readonly Diagnostic[], targets: readonly TargetFile[]): Diagnostic[] {
  if (targets.every(({ target }) => Object.keys(target.policy.severities).length === 0)) return [...diagnostics];
  return diagnostics.map((diagnostic) => {
    const { code, severity } = diagnostic;
    const asked = targets.map(({ target }) => mayBecome(code, target.policy.severities[code]) ?? severity);
    return { ...diagnostic, severity: asked.includes("error") ? "error" : "warning" };
  });
}

/** The severity that is asked for, where it may be had. */
function mayBecome(code: string, asked: Severity | undefined): Severity | undefined {
  return asked === "error" || infoOf.get(code)?.negotiable ? asked : undefined;
}

function severityComplaints({ document, target }: TargetFile): Diagnostic[] {
  return Object.entries(target.policy.severities).flatMap(([code, asked]) => {
    const span = locate(document, ["policy", "severities", code], "key");
    const info = infoOf.get(code);
    if (!info) {
      const match = closeMatch(code, [...infoOf.keys()]);
      const help = match ? `write ${match}` : "name one of the codes that `actdef rules` lists";
      return [problem("severity-code", document.file, span, `there is no code "${code}"`, help)];
    }
    if (mayBecome(code, asked) === asked) return [];
    return [problem("severity-code", document.file, span, `"${code}" may not be lowered`, "remove the line")];
  });
}
