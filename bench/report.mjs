// Writes docs/performance.md and its plot from bench/results.json, bench/profile.json, bench/sync.json and bench/runtime-*.json.
// With --check nothing is written; the exit code tells whether both are fresh.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { performancePage } from "./page.mjs";
import { plot } from "./plot.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PANELS = [
  { title: "One file", pick: ({ name }) => name === "node -e 0" || name.endsWith(", 1 file") },
  { title: "10,000 definitions", pick: ({ name }) => / 10,000\b/.test(name) },
];

const read = (name) => JSON.parse(readFileSync(`${ROOT}bench/${name}`, "utf8"));
const results = read("results.json");
const runtime = { sync: read("runtime-sync.json"), worker: read("runtime-worker.json") };
const files = {
  "docs/performance.md": performancePage(results, read("profile.json"), read("sync.json"), runtime),
  "docs/performance.svg": plot(results, PANELS),
};

for (const [path, text] of Object.entries(files)) {
  const file = `${ROOT}${path}`;
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${path} is not what bench/results.json gives: run node bench/report.mjs and commit the result`);
    process.exitCode = 1;
  }
}
