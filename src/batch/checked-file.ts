import type { Diagnostic, RelatedPlace } from "../diagnostics/diagnostic.ts";
import type { MemberFacts } from "../model/fleet-member.ts";
import type { SourceDefect, SourceFile } from "../source/source-file.ts";

/**
 * What is kept of a definition's file when it has been checked by itself: plain data, the same whether it comes from this
 * thread, another one or the cache.
 */
export interface CheckedFile {
  readonly path: string;
  /** SHA-256 of the file's bytes; empty where nobody asked for it. */
  readonly sha256: string;
  /** Only where a problem points into the file, or a comment in it may accept one. */
  readonly text?: string;
  readonly defect?: SourceDefect;
  /** Absent where the file could not be parsed. */
  readonly member?: MemberFacts;
  /** The paths that its runbook links to, and whether one of them was not there. */
  readonly links?: readonly string[];
  readonly hasDeadLinks?: boolean;
  readonly problems?: readonly Problem[];
}

/** A diagnostic with paths in place of files. */
interface Problem extends Omit<Diagnostic, "file" | "related"> {
  readonly related?: readonly (Omit<RelatedPlace, "file"> & { readonly path: string })[];
}

/** A diagnostic as data; all that are about a file of its own. */
export function toProblem({ file: _file, related, ...rest }: Diagnostic): Problem {
  if (!related) return rest;
  return { ...rest, related: related.map(({ file, ...place }) => ({ ...place, path: file.path })) };
}

/** The diagnostics of a checked file, which is given, and refer to targets by their paths. */
export function toDiagnostics(
  { problems = [] }: CheckedFile,
  file: SourceFile,
  targets: readonly SourceFile[],
): Diagnostic[] {
  const fileAt = (path: string) => targets.find((target) => target.path === path) ?? file;
  return problems.map(({ related, ...rest }) => ({
    ...rest,
    file,
    ...(related ? { related: related.map(({ path, ...place }) => ({ ...place, file: fileAt(path) })) } : {}),
  }));
}
