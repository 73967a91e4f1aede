// The programs that are compared with: each is installed from its registry into a folder of its own, once.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const INSTALL_MILLISECONDS = 15 * 60_000;

/** What installs each peer into its folder, and the file that is there afterwards. */
const PEERS = {
  kubeconform: {
    version: "0.8.0",
    file: "kubeconform",
    install: (folder, version) =>
      run("go", ["install", `github.com/yannh/kubeconform/cmd/kubeconform@v${version}`], { GOBIN: folder }),
  },
  "ajv-cli": {
    version: "5.0.0",
    file: "node_modules/ajv-cli/dist/index.js",
    install: (folder, version) =>
      run("npm", ["install", "--silent", "--prefix", folder, `ajv-cli@${version}`, "ajv-formats@3.0.1"]),
  },
  "check-jsonschema": {
    version: "0.39.0",
    file: "bin/check-jsonschema",
    install: (folder, version) => {
      run("python3", ["-m", "venv", folder]);
      run(join(folder, "bin/pip"), ["install", "--quiet", `check-jsonschema==${version}`]);
    },
  },
  // Its go.mod replaces a module, which `go install` refuses, so it is built where the proxy's copy of it was unpacked.
  "gh-aw": {
    version: "0.89.10",
    file: "gh-aw",
    install: (folder, version) => {
      const module = JSON.parse(run("go", ["mod", "download", "-json", `github.com/github/gh-aw@v${version}`]));
      run("go", ["build", "-o", join(folder, "gh-aw"), "./cmd/gh-aw"], {}, module.Dir);
    },
  },
};

/** Installs what is not there yet. By name: the version and the program's file, or why it could not be installed. */
export function installPeers(folder = cacheFolder()) {
  return Object.fromEntries(Object.entries(PEERS).map(([name, peer]) => [name, installPeer(folder, name, peer)]));
}

function installPeer(cache, name, { version, file, install }) {
  const folder = join(cache, `${name}-${version}`);
  const program = join(folder, file);
  if (existsSync(program)) return { version, program };
  process.stderr.write(`installing ${name} ${version}\n`);
  try {
    mkdirSync(folder, { recursive: true });
    install(folder, version);
    if (!existsSync(program)) throw new Error(`${file} is not in the package`);
    return { version, program };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { version, missing: `not installed: ${firstLine(error.message)}` };
  }
}

/** Outside the repository, and kept from one run to the next. */
function cacheFolder() {
  const { XDG_CACHE_HOME } = process.env;
  const parent = XDG_CACHE_HOME || (existsSync(join(homedir(), ".cache")) ? join(homedir(), ".cache") : tmpdir());
  return join(parent, "actdef-bench-peers");
}

function run(command, args, env = {}, cwd = tmpdir()) {
  const { error, signal, status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: INSTALL_MILLISECONDS,
  });
  if (error?.code === "ENOENT") throw new Error(`there is no ${command} on this machine`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ended with ${signal ?? status}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

const firstLine = (text) => text.split("\n").find(Boolean) ?? "no reason was given";
