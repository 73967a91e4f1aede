import { spawnSync } from "node:child_process";
import { env } from "node:process";

/** Runs git, which has to succeed. */
export function runGit(root: string, args: readonly string[], input?: string) {
  const result = git(root, args, input);
  if (result.status !== 0) throw new Error(`git ${args[0]} failed: ${result.errors}`);
  return result;
}

/** What a hook of git sets, and what would lead git away from the project's folder. */
const LED_ASTRAY = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/** Runs git in a folder. Its exit code tells; a git that is not installed is told as one that failed. */
export function git(root: string, args: readonly string[], input = "") {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !LED_ASTRAY.includes(name)));
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    cwd: root,
    input,
    env: { ...own, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error && !("code" in error && error.code === "ENOENT")) throw error;
  return {
    status,
    output: stdout ?? Buffer.alloc(0),
    errors: error ? "git is not installed" : stderr.toString().trim(),
  };
}

/** Why a folder is in no repository, by what git prints. */
export function whyNoRepository(errors: string): string {
  if (errors.includes("not a git repository")) return "this project is in no git repository";
  return errors.split("\n")[0]?.replace(/^fatal: /, "") ?? "git gives no reason";
}
