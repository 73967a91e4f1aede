import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDefinitions, readTargets } from "../../src/source/discovery.ts";
import { readRevision } from "../../src/source/git-revision.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "actdef-git-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=op", "-c", "user.email=op@example.org", ...args], { cwd: root });
}

test("a commit is read as the folder is that it was made from", async () => {
  write("activity-definitions/acme/report.md", "---\nid: acme.report\n---\n");
  write("activity-definitions/flat.md", "---\nid: flat\r\n---\n");
  write("activity-definitions/acme/ä and b.md", "umlaut");
  write("activity-definitions/acme/two\nlines.md", "odd");
  write("activity-definitions/acme/README.md", "documentation");
  write("activity-definitions/acme/notes.markdown", "by another ending");
  write("activity-definitions/acme/deep/er.md", "too deep");
  write("activity-definitions/.hidden/x.md", "hidden");
  write("activity-definitions/acme/latin.md", Uint8Array.of(0x61, 0xff, 0x62));
  write("activity-definitions/acme/huge.md", "x".repeat(1024 * 1024 + 1));
  write("activity-definitions/acme/empty.md", "");
  write("k8s/targets/lab.yaml", "name: lab\n");
  write("k8s/targets/.lab.yaml", "hidden");
  write("k8s/targets/below/lab.yaml", "below");
  write("k8s/targets/notes.txt", "notes");
  write("sources/linked.md", "linked");
  symlinkSync("../../sources/linked.md", join(root, "activity-definitions/acme/link.md"));
  symlinkSync("../sources", join(root, "activity-definitions/shared"));
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "all");
  const revision = readRevision(root, "HEAD");
  if ("refusal" in revision) throw new Error(revision.refusal);
  expect(revision.commit).toMatch(/^[0-9a-f]{40}$/);
  expect(revision.definitions).toEqual(readDefinitions(root));
  expect(revision.targets).toEqual(readTargets(root));
  expect(revision.definitions).toHaveLength(11);
});

test("links that lead out of the commit, nowhere or in a circle are files that cannot be read", () => {
  write("activity-definitions/acme/report.md", "report");
  symlinkSync("/etc/hostname", join(root, "activity-definitions/acme/out.md"));
  symlinkSync("nowhere.md", join(root, "activity-definitions/acme/dangling.md"));
  symlinkSync("circle.md", join(root, "activity-definitions/acme/circle.md"));
  symlinkSync("../acme", join(root, "activity-definitions/acme/folder.md"));
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "links");
  const revision = readRevision(root, "HEAD");
  if ("refusal" in revision) throw new Error(revision.refusal);
  const read = revision.definitions.map(({ path, text, defect }) => [path.split("/").at(-1), text, defect?.kind]);
  expect(read).toEqual([
    ["circle.md", "", "unreadable"],
    ["dangling.md", "", "unreadable"],
    ["folder.md", "", "unreadable"],
    ["out.md", "", "unreadable"],
    ["report.md", "report", undefined],
  ]);
});

test("a folder that the commit does not have holds nothing", () => {
  write("README.md", "nothing yet");
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "empty");
  expect(readRevision(root, "HEAD")).toMatchObject({ definitions: [], targets: [] });
});

test.each(["HEAD", "--help", "HEAD:x", "", "a b", "HEAD^{tree}", "refs/../x"])(
  "%j, which is no commit, is refused",
  (name) => {
    git("init", "-q");
    expect(readRevision(root, name)).toEqual({ refusal: `git knows no commit "${name}" in this repository` });
  },
);
