// Prints the path of Chromium; where there is none, installs Debian's package first, which needs root.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall } from "./apt-install.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

if (!findChromium()) aptInstall(["chromium", "fonts-dejavu-core"]);
const program = findChromium();
if (!program) {
  console.error("there is no Chromium, and apt-get install chromium does not get it: run this as root on Debian");
  process.exit(1);
}
console.log(program);
