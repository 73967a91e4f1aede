import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PRELOAD = fileURLToPath(new URL("peak-memory.cjs", import.meta.url));

/** What would change how Node runs, or what the program prints, from one shell to the next. */
const LEFT_OUT = ["NODE_OPTIONS", "NODE_V8_COVERAGE", "NODE_DEBUG", "FORCE_COLOR", "ACTDEF_DEBUG"];

/** Runs `node` with arguments; its wall time in milliseconds and its peak memory in KiB. Throws where it fails. */
export function measure({ args, folder }) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !LEFT_OUT.includes(name)));
  const started = performance.now();
  const { error, output, signal, status } = spawnSync(process.execPath, ["--require", PRELOAD, ...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const milliseconds = performance.now() - started;
  if (error) throw error;
  const [, out, err, peak] = output;
  if (status !== 0)
    throw new Error(`node ${args.join(" ")} ended with ${signal ?? status}:\n${out}${err}`.slice(0, 4000));
  return { milliseconds, peak_kib: Number(peak) };
}
