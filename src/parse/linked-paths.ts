import { posix } from "node:path";
import type { SourceFile } from "../source/source-file.ts";
import { splitFrontMatter } from "./front-matter.ts";
import { type Link, linksIn, mayHoldLinks } from "./links.ts";

/** The project paths, without a slash at their end, that a link can be about. */
export interface LinkedPath {
  /** Where it leads. */
  readonly path: string;
  /** Where it would lead from the project's root; undefined where it says so itself, or begins with a dot. */
  readonly fromRoot: string | undefined;
}

/**
 * Where a link of a file leads: relative to the file's folder, or to the project's root behind a leading slash. Undefined
 * where it leads to the root itself, out of the project, or to a heading of the same page.
 */
export function linkedPath({ path: from }: SourceFile, { path }: Link): LinkedPath | undefined {
  const isFromRoot = path.startsWith("/");
  const leadsTo = path === "" ? undefined : insideProject(isFromRoot ? path : `${posix.dirname(from)}/${path}`);
  if (leadsTo === undefined) return undefined;
  return { path: leadsTo, fromRoot: /^[/.]/.test(path) ? undefined : insideProject(path) };
}

/** Every project path that the runbooks of some definitions may mean: what has to be known to judge their links. */
export function linkedPaths(definitions: readonly SourceFile[]): Set<string> {
  const links = definitions.flatMap((file) => linksOf(file).map((link) => linkedPath(file, link)));
  return new Set(links.flatMap((linked) => [linked?.path ?? [], linked?.fromRoot ?? []].flat()));
}

function linksOf(file: SourceFile): Link[] {
  if (!mayHoldLinks(file.text)) return [];
  const split = splitFrontMatter(file);
  return split.value ? linksIn(file.text, split.value.runbook) : [];
}

function insideProject(path: string): string | undefined {
  const normal = posix.normalize(path).replace(/^\/|\/$/g, "");
  return normal === "" || normal === "." || /^\.\.(?:\/|$)/.test(normal) ? undefined : normal;
}
