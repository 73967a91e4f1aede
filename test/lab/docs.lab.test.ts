import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
// @ts-expect-error -- a program of its own, without types
import { parallelWeek } from "../compare/parallel-week.mjs";
import { type SystemdUser, startSystemdUser } from "../services/systemd-user.ts";
import { ROOT } from "../transcript.ts";
import { createRuntimeProject } from "./runtime-project.ts";
import type { Lab } from "./start-lab.ts";
import { startLab } from "./start-lab.ts";
import type { Ended } from "./sync-project.ts";

const CONSOLE = /^```console lab\n(.*?)^```$/gms;

/** What differs from run to run: each distinct value, in the order in which it is seen, and what the pages have instead. */
const SHOWN_HASHES = ["6f1c09d2ab", "b8e2417a05", "3d90c6ffe1", "9a41d07c22"];
const SHOWN_UID = "0f07f84d-4b5a-473e-96cf-f2abcbc11468";

interface Seen {
  readonly hashes: string[];
  readonly uid: string;
  readonly url: string;
}

/** A command of the pages takes some seconds. One that is never to end is ended, so that what it has printed is seen. */
const COMMAND_SECONDS = 90;
const TIMED_OUT = 124;

function bounded(command: string): string {
  return `timeout ${COMMAND_SECONDS} bash -c '${command.replaceAll("'", "'\\''")}'`;
}

/** Output as the pages have it. */
function normalised(output: string, { hashes, uid, url }: Seen): string {
  return (
    output
      .split("\n")
      // Which of two is rolled out first, and which needs no waiting, differs.
      .filter((line) => !line.startsWith("… ") && !line.startsWith("✔ rolled out"))
      .join("\n")
      .replaceAll(url, "https://10.20.0.4:6443")
      .replaceAll(/\b(?!2026-06)20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-06-21T19:46:02Z")
      .replaceAll(uid, SHOWN_UID)
      .replaceAll(/actcore-sync-([0-9a-f]{10})/g, (_, hash: string) => {
        if (!hashes.includes(hash)) hashes.push(hash);
        return `actcore-sync-${SHOWN_HASHES[hashes.indexOf(hash)]}`;
      })
      .replaceAll(/from 2026-06-21T19:46:02Z until/g, "from 2026-06-14T19:46:02Z until")
      .replaceAll(/actcore-history-[0-9a-f]{10}/g, `actcore-history-${SHOWN_HASHES[0]}`)
      .replaceAll(
        /\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
        "0198c3a7-52c7-7c1d-9a86-3d0f6f0c2b11",
      )
      .replaceAll(/\b[\w.-]+@(?!\d{4}-)[\w.-]+(?=[,):])/g, "op@laptop")
      .replaceAll(/(?:ErrImagePull|ImagePullBackOff)(?=\))/g, "ErrImagePull")
      .replaceAll(/^ {2}event {3}.*\n(?: {10}.*\n)*/gm, "  event   Failed: Failed to pull image …\n")
      .replaceAll(/\b(?!2026-06)20\d\d-\d\d-\d\dT\d{6}Z/g, "2026-06-21T194602Z")
      .replaceAll(/\b\d+\.\d{3} s\b/g, "1.000 s")
      .replaceAll(/\b\d+\.\d s\b/g, "1.0 s")
      .replaceAll(/\(\d+ s\)/g, "(20 s)")
      .replaceAll(/\(\d+ ms\)/g, "(12 ms)")
      .replaceAll(/\/tmp\/actdef-systemd-\w+/g, "/home/op")
  );
}

/** Runs the commands of a page again, each in a shell, and holds what they print against the page. */
async function replay(page: string, seen: Seen, shell: (command: string) => Promise<Ended>): Promise<void> {
  const path = join(ROOT, "docs", page);
  let text = readFileSync(path, "utf8");
  for (const [block, transcript = ""] of text.matchAll(CONSOLE)) {
    const played: string[] = [];
    for (const line of transcript.split("\n").filter((it) => it.startsWith("$ "))) {
      const { output, code } = await shell(bounded(line.slice(2)));
      expect(code, `${line} has not ended within ${COMMAND_SECONDS} s:\n${output}`).not.toBe(TIMED_OUT);
      played.push(`${line}\n${normalised(output, seen)}${code === 0 ? "" : `[exit ${code}]\n`}`);
    }
    text = text.replace(block, () => `\`\`\`console lab\n${played.join("\n")}\`\`\``);
  }
  await expect(text).toMatchFileSnapshot(path);
}

let lab: Lab;
let seen: Seen;
beforeAll(async () => {
  lab = await startLab();
  const { uid } = (await lab.api("GET", "/api/v1/namespaces/kube-system")).metadata;
  seen = { hashes: [], uid, url: lab.url };
});
afterAll(() => lab?.stop());

test("the page about syncing shows what the program prints", async () => {
  const all = await createRuntimeProject(lab, "activity-core", { isAimed: false });
  try {
    await replay("syncing.md", { ...seen, hashes: [] }, (command) => all.project.shell(command));
  } finally {
    await all.remove();
  }
});

test("the page about operating shows what the program prints, from the first sync to the cutover", async () => {
  const all = await createRuntimeProject(lab, "operating");
  const systemd = await startSystemdUser();
  try {
    const { project } = all;
    writeFileSync(
      join(project.folder, "week.jsonl"),
      parallelWeek({ seed: 7 })
        .map((event: object) => `${JSON.stringify(event)}\n`)
        .join(""),
    );
    project.git("add", "-A");
    project.git("commit", "-qm", "the events of a week");
    await startTimer(systemd);
    await replay("operating.md", { ...seen, hashes: [] }, (command) => {
      const env = `KUBECONFIG=${lab.kubeconfig} NO_COLOR=1 PATH=${join(project.folder, ".git")}:$PATH ${GIT}`;
      return systemd.run(`export ${env}; ${command}`, project.folder);
    });
  } finally {
    await systemd.stop();
    await all.remove();
  }
}, 300_000);

const GIT =
  "GIT_AUTHOR_NAME=op GIT_AUTHOR_EMAIL=op@example.org GIT_COMMITTER_NAME=op GIT_COMMITTER_EMAIL=op@example.org";

/** The timer that the workstation has had. */
async function startTimer({ units, run }: SystemdUser): Promise<void> {
  writeFileSync(join(units, "custodian-sync.timer"), "[Timer]\nOnCalendar=*:0/15\n[Install]\nWantedBy=timers.target\n");
  writeFileSync(join(units, "custodian-sync.service"), "[Service]\nType=oneshot\nExecStart=/bin/true\n");
  await run("systemctl --user daemon-reload; systemctl --user enable --now custodian-sync.timer", "/");
}
