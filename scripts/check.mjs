// Tells whether you are done: every check runs, each says in one line how it went, and what failed is shown.
import { spawnSync } from "node:child_process";

const CHECKS = {
  "format and lint": ["npx", "biome", "ci", "--error-on-warnings"],
  types: ["npx", "tsc", "-p", "."],
  "dead code": ["npx", "knip"],
  "dist is fresh": ["node", "scripts/build.mjs", "--check"],
  "docs are fresh": ["node", "scripts/build-docs.mjs", "--check"],
  "performance page is fresh": ["node", "bench/report.mjs", "--check"],
  "manifests are fresh": ["node", "dist/actdef.cjs", "compile", "--check"],
  architecture: ["npx", "vitest", "run", "test/architecture.test.ts"],
};

let failed = 0;
for (const [name, [command, ...args]] of Object.entries(CHECKS)) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  console.log(`${status === 0 ? "ok    " : "FAILED"}  ${name}`);
  if (status === 0) continue;
  failed++;
  console.log(`${stdout}${stderr}`);
}
const total = Object.keys(CHECKS).length;
console.log(`${total - failed} checks passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
