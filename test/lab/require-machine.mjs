// Says in one line what the lab needs and this machine lacks, and ends with 1; says nothing where it has everything.
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";

const has = (program, ...args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;

const lacks = [];
if (process.platform !== "linux") lacks.push("Linux");
else {
  if (process.getuid() !== 0) lacks.push("root (it mounts, and makes namespaces)");
  if (!has("unshare", "--version") || !has("setpriv", "--version"))
    lacks.push("util-linux (Debian: apt-get install util-linux)");
}
if (!has("go", "version")) lacks.push("Go 1.21 or newer (https://go.dev/dl/; Debian: apt-get install golang-go)");
// A container that has a /tmp of its own does not see what lies in the machine's.
if (realpathSync(process.cwd()).startsWith("/tmp/")) lacks.push("a checkout that is not below /tmp");

if (lacks.length > 0) {
  console.error(`npm run test:lab starts a real Kubernetes control plane and needs: ${lacks.join("; ")}`);
  process.exitCode = 1;
}
