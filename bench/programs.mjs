// What a round of `npm run bench` runs, in order, and which ratios the goals are about.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brokenProjectFiles, changesFirstDefinition } from "./broken.mjs";
import { definitionPath, writeFiles, writeProject } from "./generate.mjs";
import { measure } from "./measure.mjs";
import { checkPeers, listValidators, listWorkflowCompiler } from "./peer-programs.mjs";

export const ACTDEF = fileURLToPath(new URL("../dist/actdef.cjs", import.meta.url));
const FLOOR = fileURLToPath(new URL("floor.mjs", import.meta.url));
export const NODE = { name: "node -e 0", args: ["-e", "0"] };

/** The option that leaves the cache out, where the program has one. */
export function noCacheOption() {
  const { stdout } = spawnSync(process.execPath, [ACTDEF, "validate", "--help"], { encoding: "utf8" });
  return stdout.includes("--no-cache") ? ["--no-cache"] : [];
}

/** The processor and the version of Node, which a result is about. */
export function machineLine() {
  return `node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim()}`;
}

export const labelOf = (count) => count.toLocaleString("en-US");
const cacheIn = (folder) => ({ ACTDEF_CACHE_FOLDER: folder });
const remove = (folder) => rmSync(folder, { recursive: true, force: true });
const generated = (folder) => join(folder, "k8s/generated");

/** All programs; each project that they need is written below the scratch folder. */
export function listPrograms(scratch, { large, peers, sizes }) {
  const noCache = noCacheOption();
  const checked = checkPeers(peers, scratch);
  const programs = [...listOneFile(scratch, checked, noCache)];
  for (const size of sizes) programs.push(...listSize(scratch, checked, size, noCache));
  if (sizes.includes(10_000)) programs.push(...listTenThousand(scratch, noCache));
  if (large) programs.push(compileAllNew(scratch, 100_000, noCache));
  return programs;
}

function listOneFile(scratch, peers, noCache) {
  const folder = join(scratch, "1");
  writeProject(1, folder);
  const related = [{ to: NODE.name }];
  const others = [...listValidators(peers, scratch, 1, "1 file"), ...listWorkflowCompiler(peers, scratch)];
  return [
    { ...NODE, folder: scratch },
    {
      name: "validate, 1 file",
      args: [ACTDEF, "validate", ...noCache, definitionPath(0)],
      folder,
      env: cacheIn(join(scratch, "cache-one")),
      relations: [{ to: NODE.name, limit: 1.4 }],
    },
    ...others.map((program) => ({ ...program, relations: related })),
  ];
}

const floorName = (label) => `read and hash, ${label}`;
const kubeconformName = (label) => `kubeconform -strict, ${label}`;

/** Everything read, checked and written, beside the floor and the peers; the goals are about 10,000. */
function listSize(scratch, peers, size, noCache) {
  const label = labelOf(size);
  const folder = join(scratch, String(size));
  writeProject(size, folder);
  const limit = (number) => (size === 10_000 ? { limit: number } : {});
  const toFloor = [{ to: floorName(label) }];
  const toKubeconform = (number) => (peers.kubeconform ? [{ to: kubeconformName(label), ...limit(number) }] : []);
  const validators = listValidators(peers, scratch, size, label);
  return [
    { name: floorName(label), args: [FLOOR], folder },
    ...validators.map((program) => ({ ...program, relations: toFloor })),
    {
      name: `validate, ${label}`,
      args: [ACTDEF, "validate", ...noCache],
      folder,
      env: cacheIn(join(scratch, "cache-unused")),
      relations: [...toKubeconform(0.5), { to: floorName(label), ...limit(3) }],
    },
    { ...compileAllNew(scratch, size, noCache), relations: [...toKubeconform(0.8), ...toFloor] },
  ];
}

/** In a project of its own: what is removed and written anew is no project where nothing changed. */
function compileAllNew(scratch, size, noCache) {
  const folder = join(scratch, `${size}-new`);
  writeProject(size, folder);
  return {
    name: allNewName(size),
    args: [ACTDEF, "compile", ...noCache],
    folder,
    env: cacheIn(join(scratch, "cache-unused")),
    before: () => remove(generated(folder)),
    ...(size === 100_000 ? { relations: [{ to: allNewName(10_000), limit: 10.5 }], peak_limit_mib: 600 } : {}),
  };
}

const allNewName = (size) => `compile, ${labelOf(size)}, all new`;

/** What a person waits for again and again: the same project with a cache, with one change, and with mistakes. */
function listTenThousand(scratch, noCache) {
  const label = labelOf(10_000);
  const folder = join(scratch, "10000");
  const [cold, warm] = [join(scratch, "cache-cold"), join(scratch, "cache-warm")];
  const toFloor = [{ to: floorName(label) }];
  const check = `compile --check, ${label}`;
  measure({ args: [ACTDEF, "compile"], folder, env: cacheIn(warm) });
  return [
    {
      name: `validate, ${label}, cold cache`,
      args: [ACTDEF, "validate"],
      folder,
      env: cacheIn(cold),
      before: () => remove(cold),
      relations: [{ to: `validate, ${label}` }],
    },
    {
      name: `validate, ${label}, warm cache`,
      args: [ACTDEF, "validate"],
      folder,
      env: cacheIn(warm),
      relations: toFloor,
    },
    {
      name: check,
      args: [ACTDEF, "compile", "--check"],
      folder,
      env: cacheIn(warm),
      relations: [{ to: floorName(label), limit: 1.5 }],
    },
    {
      name: `${check}, no cache`,
      args: [ACTDEF, "compile", "--check", ...noCache],
      folder,
      env: cacheIn(join(scratch, "cache-unused")),
      relations: toFloor,
    },
    ...listChanged(scratch, label, [{ to: check, limit: 1.2 }]),
    broken(scratch, label, noCache),
  ];
}

/** Changed anew before each run: `compile --check` finds it stale, `compile` writes it. */
function listChanged(scratch, label, relations) {
  const folder = join(scratch, "10000-changed");
  const env = cacheIn(join(scratch, "cache-changed"));
  writeProject(10_000, folder);
  measure({ args: [ACTDEF, "compile"], folder, env });
  const shared = { folder, env, before: changesFirstDefinition(folder), relations };
  return [
    { ...shared, name: `compile --check, ${label}, 1 changed`, args: [ACTDEF, "compile", "--check"], expects: 3 },
    { ...shared, name: `compile, ${label}, 1 changed`, args: [ACTDEF, "compile"] },
  ];
}

function broken(scratch, label, noCache) {
  const folder = join(scratch, "10000-broken");
  writeFiles(brokenProjectFiles(10_000), folder);
  return {
    name: `validate, ${label}, 200 errors`,
    args: [ACTDEF, "validate", ...noCache],
    folder,
    env: cacheIn(join(scratch, "cache-unused")),
    expects: 1,
    relations: [{ to: `validate, ${label}`, limit: 1.5 }],
  };
}

/** Little enough to run in CI, and without other programs: what `to` is beside a row is what its CPU time relates to. */
export function listRegressionPrograms(scratch) {
  const noCache = noCacheOption();
  const [one, many] = [join(scratch, "1"), join(scratch, "1000")];
  writeProject(1, one);
  writeProject(1_000, many);
  const floor = { name: floorName("1,000"), args: [FLOOR], folder: many };
  const unused = cacheIn(join(scratch, "cache-unused"));
  const warm = cacheIn(join(scratch, "cache-warm"));
  measure({ args: [ACTDEF, "compile"], folder: many, env: warm });
  const row = (name, env, ...args) => ({ name, args: [ACTDEF, ...args], folder: many, env, to: floor.name });
  return [
    { ...NODE, folder: scratch },
    { ...row("validate, 1 file", unused, "validate", ...noCache, definitionPath(0)), folder: one, to: NODE.name },
    floor,
    row("validate, 1,000", unused, "validate", ...noCache),
    { ...compileAllNew(scratch, 1_000, noCache), to: floor.name },
    row("compile --check, 1,000, no cache", unused, "compile", "--check", ...noCache),
    row("compile --check, 1,000", warm, "compile", "--check"),
  ];
}
