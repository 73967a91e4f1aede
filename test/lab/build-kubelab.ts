import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const KUBERNETES_VERSION = "1.36.3";
const MODULE = resolve(import.meta.dirname, "kubelab");

/**
 * The path of the control plane's program, built where this version of it is not in the cache yet: with nothing in Go's
 * own caches that takes 5 to 8 minutes of two cores, and 3 GB of disk. It is a plain Go build of pinned modules.
 */
export async function kubelabProgram(): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "actdef-lab");
  const program = join(cache, `kubelab-${KUBERNETES_VERSION}-${await moduleHash()}`);
  if (existsSync(program)) return program;
  console.log(`building Kubernetes ${KUBERNETES_VERSION} into ${program}: minutes at first, seconds where Go knows it`);
  const started = Date.now();
  await mkdir(cache, { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  await goBuild(unfinished);
  await rename(unfinished, program);
  console.log(`built in ${Math.round((Date.now() - started) / 1000)} s`);
  return program;
}

async function moduleHash(): Promise<string> {
  const sum = createHash("sha256");
  for (const name of (await readdir(MODULE)).sort()) sum.update(`${name}\n`).update(readFileSync(join(MODULE, name)));
  return sum.digest("hex").slice(0, 12);
}

/** Without symbols for debuggers, which would double time and size. Kubernetes learns its version from the linker. */
function goBuild(output: string): Promise<void> {
  const [major, minor] = KUBERNETES_VERSION.split(".");
  const version = { gitVersion: `v${KUBERNETES_VERSION}`, gitMajor: major, gitMinor: minor, gitTreeState: "clean" };
  const set = Object.entries(version).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  const flags = ["-mod=readonly", "-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", `-s -w ${set.join(" ")}`];
  const build = spawn("go", ["build", ...flags, "-o", output, "."], {
    cwd: MODULE,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((done, failed) => {
    build.on("error", failed);
    build.on("exit", (code) => (code === 0 ? done() : failed(new Error(`go build in ${MODULE}: exit ${code}`))));
  });
}
