// Builds the two programs and the bundle of workflow code that the worker loads into dist/. Libraries stay outside: the
// image installs them, since Temporal's has a native part.
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode } from "@temporalio/worker";
import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const { dependencies } = JSON.parse(await readFile(`${FOLDER}package.json`, "utf8"));
const libraries = Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]);

await rm(`${FOLDER}dist`, { recursive: true, force: true });
await mkdir(`${FOLDER}dist`);
await build({
  absWorkingDir: FOLDER,
  entryPoints: { "actcore-sync": "src/program/actcore-sync.ts", "actcore-worker": "src/program/actcore-worker.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  external: libraries,
  banner: { js: "#!/usr/bin/env node" },
  logLevel: "warning",
});
for (const program of ["actcore-sync", "actcore-worker"]) await chmod(`${FOLDER}dist/${program}.mjs`, 0o755);
const { code } = await bundleWorkflowCode({
  workflowsPath: `${FOLDER}src/workflows/workflows.ts`,
  logger: { trace() {}, debug() {}, info() {}, log() {}, warn: console.warn, error: console.error },
});
await writeFile(`${FOLDER}dist/workflows.js`, code);
