import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, scratchProject } from "./transcript.ts";

const PROGRAM = join(ROOT, "dist/actdef.cjs");
const MAX_MEBIBYTES = 512;
const MAX_SECONDS = 60;
const SOURCE_BYTES = 1024 * 1024;
const YAML_LENGTH = 256 * 1024;

const sound = readFileSync(join(ROOT, "activity-definitions/the-custodian/state-hub-consistency-sweep.md"), "utf8");

/** A text repeated until front matter that holds it is as long as it may be. */
const filling = (text: string, length = YAML_LENGTH) => text.repeat(Math.floor((length - 8000) / text.length));
const frontMatter = (yaml: string) => `---\n${yaml}\n---\n`;

const HOSTILE: Readonly<Record<string, string>> = {
  "aliases that double at each line": frontMatter(
    `a0: &a0 [x, x]\n${Array.from({ length: 60 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join("\n")}`,
  ),
  "an anchor a line": frontMatter(Array.from({ length: 12_000 }, (_, n) => `k${n}: &a${n} x`).join("\n")),
  "flow lists, one in the other": frontMatter(`a: ${"[".repeat(10_000)}`),
  "flow maps, one in the other": frontMatter(`a: ${"{a: ".repeat(10_000)}`),
  "block lists, one in the other": frontMatter(`a:\n  ${"- ".repeat(10_000)}x`),
  "explicit keys, one in the other": frontMatter("? ".repeat(10_000)),
  "blank lines": frontMatter(filling("\n")),
  "blanks and line breaks": frontMatter(filling(" \n")),
  comments: frontMatter(filling("#\n")),
  "one key over and over": frontMatter(filling("a: 1\n")),
  "keys without end": frontMatter(Array.from({ length: 24_000 }, (_, n) => `k${n}: 1`).join("\n")),
  "one long word": frontMatter(`id: ${filling("a")}`),
  "one long word of dashes": frontMatter(`id: ${filling("-")}x`),
  "a long cron": frontMatter(`schedule: {cron: "${filling("1,")}"}`),
  "a long path": sound.replace("/consistency/sweep/remote-all", `/${filling("../.")}`),
  "a long text": sound.replace("title: State Hub consistency sync", `title: "${filling("custodian ")}"`),
  quotes: frontMatter(filling('"')),
  colons: frontMatter(filling(": ")),
  tabs: frontMatter(filling("\t")),
  "headings without end": `${sound}\n${filling("# a\n", SOURCE_BYTES)}`,
  "code fences without end": `${sound}\n${filling("```\n", SOURCE_BYTES)}`,
  "a runbook of token beginnings": `${sound}\n${filling("eyJ", SOURCE_BYTES)}`,
  "a runbook of links": `${sound}\n${filling("[a](../non.md) [b](#non)\n# non\n", SOURCE_BYTES)}`,
  "a runbook of brackets": `${sound}\n${filling("[", SOURCE_BYTES / 2)}${filling("](", SOURCE_BYTES / 2)}`,
  "a runbook of comments": `${sound}\n${filling("[](<!--", SOURCE_BYTES)}`,
  "a runbook of addresses": `${sound}\n${filling("://a:", SOURCE_BYTES)}`,
};

/** Runs the program on a text and tells how it ended and what memory it took at most. */
function run(text: string) {
  const args = [PROGRAM, "validate", "--stdin", "--stdin-filename", "activity-definitions/acme/hostile.md"];
  const { status, output } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    input: text,
    encoding: "utf8",
    timeout: MAX_SECONDS * 1000,
    maxBuffer: 1024 * 1024 * 1024,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: `--require ${join(ROOT, "bench/peak-memory.cjs")}` },
  });
  const [, stdout = "", stderr = "", resources = ""] = output;
  const [kibibytes] = String(resources).split(" ");
  return { status, stdout: stdout ?? "", stderr: stderr ?? "", mebibytes: Number(kibibytes) / 1024 };
}

describe("no definition makes the program hang, crash, or fill the memory", () => {
  test.each(Object.entries(HOSTILE))("%s", (_, text) => {
    const { status, stdout, stderr, mebibytes } = run(text);
    expect(status, stderr).toBe(1);
    expect(stdout).toMatch(/error\[[a-z-]+\]/);
    expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(mebibytes).toBeLessThan(MAX_MEBIBYTES);
  });
});

test("a file that may not be read is a problem of that file", () => {
  const scratch = scratchProject();
  const file = join(scratch.folder, "activity-definitions/the-custodian/secret.md");
  writeFileSync(file, sound);
  chmodSync(file, 0);
  chmodSync(join(scratch.folder, ".."), 0o755);
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, "validate", "--format", "compact"], {
    cwd: scratch.folder,
    encoding: "utf8",
    ...asNobody,
  });
  expect(stdout).toBe(
    "activity-definitions/the-custodian/secret.md:1:1: error[unreadable]: permission to read it is denied\n",
  );
  expect(status).toBe(1);
  scratch.remove();
});
