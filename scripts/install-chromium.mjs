// Prints the path of Chromium; where there is none, installs Debian's package first, which needs root.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function install() {
  const quietly = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium", "fonts-dejavu-core"]]) {
    const { error, status } = spawnSync("apt-get", args, quietly);
    if (error || status !== 0) return;
  }
}

if (!findChromium()) install();
const program = findChromium();
if (!program) {
  console.error("there is no Chromium, and apt-get install chromium does not get it: run this as root on Debian");
  process.exit(1);
}
console.log(program);
