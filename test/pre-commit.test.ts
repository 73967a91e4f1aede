// The hooks as other repositories use them: real commits, the real pre-commit, and this repository as the hooks' source.
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const ACTDEF = join(ROOT, "dist/actdef.cjs");
const INSTALL_TIMEOUT_MS = 300_000;

const hasPython = spawnSync("python3", ["-c", "import ensurepip, venv"]).status === 0;
if (!hasPython) console.warn("test/pre-commit.test.ts is skipped: it needs a python3 with venv to install pre-commit");

// Only named here: where the tests are skipped, nobody would remove it.
const scratch = join(tmpdir(), `actdef-pre-commit-${randomUUID()}`);
const hooks = join(scratch, "hooks");
const consumer = join(scratch, "consumer");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Nothing of the surrounding repository, of the person's git settings, or of pre-commit's own cache. */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:GIT_|PRE_COMMIT|SKIP$|FORCE_COLOR$)/.test(name)),
  ),
  GIT_AUTHOR_DATE: "2026-06-21T00:00:00Z",
  GIT_AUTHOR_EMAIL: "author@example.org",
  GIT_AUTHOR_NAME: "author",
  GIT_COMMITTER_DATE: "2026-06-21T00:00:00Z",
  GIT_COMMITTER_EMAIL: "author@example.org",
  GIT_COMMITTER_NAME: "author",
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  PRE_COMMIT_COLOR: "never",
  PRE_COMMIT_HOME: join(scratch, "pre-commit-home"),
};

function run(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A repository with one commit of the project as it is on disk now; the project's own repository is only listed. */
function createHookRepository(): string {
  const listed = run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const path of listed.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)))) {
    mkdirSync(join(hooks, dirname(path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(hooks, path));
  }
  run(hooks, "git", "init", "--quiet");
  run(hooks, "git", "add", "--all");
  run(hooks, "git", "commit", "--quiet", "--message", "the project");
  return run(hooks, "git", "rev-parse", "HEAD").trim();
}

function createConsumer(revision: string, preCommit: string): void {
  run(ROOT, process.execPath, "bench/generate.mjs", "3", consumer);
  run(consumer, process.execPath, ACTDEF, "compile");
  const ids = ["actdef-validate", "actdef-check"].map((id) => `      - id: ${id}\n`).join("");
  const config = `repos:\n  - repo: ${hooks}\n    rev: ${revision}\n    hooks:\n${ids}`;
  writeFileSync(join(consumer, ".pre-commit-config.yaml"), config);
  run(consumer, "git", "init", "--quiet");
  run(consumer, "git", "add", "--all");
  run(consumer, preCommit, "install", "--install-hooks");
}

function commit(args: readonly string[]): { accepted: boolean; output: string } {
  const result = spawnSync("git", ["commit", "--message", "a change", ...args], {
    cwd: consumer,
    env,
    encoding: "utf8",
  });
  return { accepted: result.status === 0, output: `${result.stdout}${result.stderr}` };
}

function expectAccepted(...args: string[]): void {
  const { accepted, output } = commit(args);
  expect(accepted, output).toBe(true);
}

/** What is printed when the commit is refused. */
function expectRefused(...args: string[]): string {
  const { accepted, output } = commit(args);
  expect(accepted, output).toBe(false);
  return output;
}

const definitions = () =>
  readdirSync(join(consumer, "activity-definitions"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .sort()
    .map((path) => `activity-definitions/${path}`);

const definition = () => definitions()[0] ?? "";

function edit(path: string, pattern: RegExp, replacement: string): void {
  const before = readFileSync(join(consumer, path), "utf8");
  const after = before.replace(pattern, replacement);
  expect(after).not.toBe(before);
  writeFileSync(join(consumer, path), after);
}

describe.skipIf(!hasPython)("pre-commit", () => {
  let start = "";

  beforeAll(() => {
    const preCommit = execFileSync(process.execPath, [join(ROOT, "scripts/install-pre-commit.mjs")], {
      encoding: "utf8",
    });
    createConsumer(createHookRepository(), preCommit.trim());
    expectAccepted();
    start = run(consumer, "git", "rev-parse", "HEAD").trim();
  }, INSTALL_TIMEOUT_MS);

  afterEach(() => {
    run(consumer, "git", "reset", "--quiet", "--hard", start);
    run(consumer, "git", "clean", "--quiet", "-d", "--force");
  });

  test("refuses a bad definition and shows the line", () => {
    const path = definition();
    edit(path, /^misfire_policy:/m, "misfire_polcy:");
    const output = expectRefused("--all");
    expect(output).toContain("hook id: actdef-validate");
    expect(output).toContain(`${path}:`);
    expect(output).toContain('error[unknown-field]: unknown field "misfire_polcy"');
  });

  test("refuses a stale manifest and says how to mend it", () => {
    edit(definition(), /^max_seconds: .*$/m, "max_seconds: 10");
    const output = expectRefused("--all");
    expect(output).toContain("hook id: actdef-check");
    expect(output).toContain("stale: k8s/generated/bench/20-runtime.yaml");
    expect(output).toMatch(/max_seconds +\d+ -> 10/);
    expect(output).toContain("run `actdef compile` and commit the result");
  });

  test("accepts the same change once it is compiled", () => {
    edit(definition(), /^max_seconds: .*$/m, "max_seconds: 10");
    run(consumer, process.execPath, ACTDEF, "compile");
    expectAccepted("--all");
  });

  test("refuses a definition whose compiled manifests are left out of the commit", () => {
    edit(definition(), /^max_seconds: .*$/m, "max_seconds: 10");
    run(consumer, process.execPath, ACTDEF, "compile");
    const output = expectRefused(definition());
    expect(output).toContain("stale: k8s/generated/bench/20-runtime.yaml");
  });

  test("refuses a deleted definition that is still in the manifests", () => {
    rmSync(join(consumer, definition()));
    const output = expectRefused("--all");
    expect(output).toContain("removed: its schedule would be retired");
  });

  test("refuses a renamed definition that the manifests know by its old id", () => {
    const path = definition();
    edit(path, /^(id: .*)$/m, "$1-renamed");
    renameSync(join(consumer, path), join(consumer, path.replace(/\.md$/, "-renamed.md")));
    run(consumer, "git", "add", "--all");
    const output = expectRefused();
    expect(output).toMatch(/-renamed {2}added/);
    expect(output).toContain("removed: its schedule would be retired");
  });

  test("refuses a changed target that is not compiled", () => {
    edit("k8s/targets/bench.yaml", /image: activity-core:bench/, "image: activity-core:next");
    const output = expectRefused("--all");
    expect(output).toContain("stale: k8s/generated/bench/20-runtime.yaml");
    expect(output).toContain("activity-core:next");
  });

  test("lets other files through, a README beside the definitions too", () => {
    writeFileSync(join(consumer, "README.md"), "# A project\n");
    writeFileSync(join(consumer, "activity-definitions/README.md"), "# What lies here\n");
    run(consumer, "git", "add", "--all");
    expectAccepted();
  });
});
