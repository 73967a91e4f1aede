import { git, runGit, whyNoRepository } from "./git.ts";

/** How a project's files stand to the commit that is checked out. */
export interface GitState {
  /** Null where there is no commit; `refusal` says why. */
  readonly commit: string | null;
  readonly refusal?: string;
  /** Paths that are not as the commit has them, untracked and ignored ones too; relative to the project's root. */
  readonly changed: readonly string[];
}

/** Compares some folders of a project with HEAD. Throws only where git itself breaks. */
export function readGitState(root: string, folders: readonly string[]): GitState {
  const inside = git(root, ["rev-parse", "--is-inside-work-tree"]);
  if (inside.status !== 0) return { commit: null, refusal: whyNoRepository(inside.errors), changed: [] };
  const head = git(root, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  if (head.status !== 0) return { commit: null, refusal: "the repository has no commit yet", changed: [] };
  const { output } = runGit(root, ["ls-files", "-z", "--full-name", "--others", "--", ...folders]);
  const differing = runGit(root, ["diff", "--name-only", "-z", "--no-ext-diff", "HEAD", "--", ...folders]).output;
  const changed = [...output.toString().split("\0"), ...differing.toString().split("\0")].filter((path) => path !== "");
  return { commit: head.output.toString().trim(), changed: [...new Set(changed)].sort() };
}
