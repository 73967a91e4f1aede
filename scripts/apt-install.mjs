import { spawnSync } from "node:child_process";

/** Installs packages of Debian, which needs root. What goes wrong is printed; whether they are there is the caller's to see. */
export function aptInstall(packages) {
  const options = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", ...packages]])
    spawnSync("apt-get", ["-qq", ...args], options);
}
