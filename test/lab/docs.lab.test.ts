import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../transcript.ts";
import { startLab } from "./start-lab.ts";
import { SyncProject } from "./sync-project.ts";

const PAGE = join(ROOT, "docs/syncing.md");
const CONSOLE = /^```console lab\n(.*?)^```$/gms;

/** What differs from run to run, as the page has it. */
function normalised(output: string, { hashes, uid, url }: { hashes: string[]; uid: string; url: string }): string {
  return output
    .split("\n")
    .filter((line) => !line.startsWith("… "))
    .join("\n")
    .replaceAll(url, "https://10.20.0.4:6443")
    .replaceAll(uid, "0f07f84d-4b5a-473e-96cf-f2abcbc11468")
    .replaceAll(/actcore-sync-([0-9a-f]{10})/g, (_, hash: string) => {
      if (!hashes.includes(hash)) hashes.push(hash);
      return `actcore-sync-${["6f1c09d2ab", "b8e2417a05", "3d90c6ffe1", "9a41d07c22"][hashes.indexOf(hash)]}`;
    })
    .replaceAll(/\b[\w.-]+@[\w.-]+(?=[,):])/g, "op@laptop")
    .replaceAll(/(?:ErrImagePull|ImagePullBackOff)(?=\))/g, "ErrImagePull")
    .replaceAll(/^ {2}event {3}.*\n(?: {10}.*\n)*/gm, "  event   Failed: Failed to pull image …\n")
    .replaceAll(/\b\d+\.\d s\b/g, "1.0 s")
    .replaceAll(/\(\d+ s\)/g, "(20 s)");
}

test("the page about syncing shows what the program prints", async () => {
  const lab = await startLab();
  const project = await SyncProject.create(lab, "activity-core", { isAimed: false });
  try {
    const { uid } = (await lab.api("GET", "/api/v1/namespaces/kube-system")).metadata;
    const seen = { hashes: [], uid, url: lab.url };
    symlinkSync(join(ROOT, "dist/actdef.cjs"), join(project.folder, ".git/actdef"));
    let page = readFileSync(PAGE, "utf8");
    for (const [block, transcript = ""] of page.matchAll(CONSOLE)) {
      const played: string[] = [];
      for (const line of transcript.split("\n").filter((it) => it.startsWith("$ "))) {
        const { output, code } = await project.shell(line.slice(2));
        const shown = normalised(output, seen);
        played.push(`${line}\n${shown}${code === 0 ? "" : `[exit ${code}]\n`}`);
      }
      page = page.replace(block, () => `\`\`\`console lab\n${played.join("\n")}\`\`\``);
    }
    await expect(page).toMatchFileSnapshot(PAGE);
  } finally {
    project.remove();
    await lab.stop();
  }
});
