// Installs pre-commit from PyPI into a cache below node_modules, once, and prints the path of its program.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** pre-commit and all that it is made of, so that the same code runs tomorrow. */
const REQUIREMENTS = [
  "pre-commit==4.7.0",
  "cfgv==3.5.0",
  "distlib==0.4.4",
  "filelock==4.2.12",
  "identify==2.6.20",
  "nodeenv==1.12.0",
  "packaging==26.3",
  "platformdirs==4.14.7",
  "python-discovery==1.9.5",
  "PyYAML==6.0.3",
  "virtualenv==21.15.8",
];

const folder = fileURLToPath(new URL("../node_modules/.cache/pre-commit", import.meta.url));
const program = join(folder, "bin/pre-commit");
// Written last, so that an installation that was broken off, or is of other versions, is made anew.
const mark = join(folder, "installed.txt");
const wanted = `${REQUIREMENTS.join("\n")}\n`;

if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
  rmSync(folder, { recursive: true, force: true });
  const quietly = { stdio: ["ignore", "ignore", "inherit"] };
  execFileSync("python3", ["-m", "venv", folder], quietly);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  execFileSync(join(folder, "bin/python"), [...pip, ...REQUIREMENTS], quietly);
  writeFileSync(mark, wanted);
}
console.log(program);
