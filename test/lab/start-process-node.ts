import { join, resolve } from "node:path";
import { build } from "esbuild";
import { type BackgroundProcess, startInBackground } from "./background-process.ts";

const ENTRY = resolve(import.meta.dirname, "process-node/main.ts");

/** Starts the node of a lab as a process of its own: what it runs must go on while a test's process is busy. */
export async function startProcessNode(folder: string, url: string, token: string): Promise<BackgroundProcess> {
  const program = join(folder, "process-node.mjs");
  await build({
    entryPoints: [ENTRY],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // For libraries that are CommonJS.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return startInBackground(process.execPath, [program, folder, url, token], join(folder, "log/process-node.log"));
}
