// Prints where the time of the program goes: CPU profiles of some commands, summed by phase.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeProject } from "./generate.mjs";
import { microsecondsByPhase } from "./phases.mjs";
import { labelOf, machineLine, noCacheOption } from "./programs.mjs";

const BUILD = fileURLToPath(new URL("../scripts/build.mjs", import.meta.url));

const noCache = noCacheOption();
/** In this order: the last one finds what the one before has written. */
const COMMANDS = [
  { name: "validate", args: ["validate", ...noCache] },
  { name: "compile, all new", args: ["compile", ...noCache] },
  { name: "compile --check, no cache", args: ["compile", "--check", ...noCache] },
  ...(noCache.length > 0 ? [{ name: "compile --check", args: ["compile", "--check"], warm: true }] : []),
];

const { values } = parseArgs({ options: { count: { type: "string", default: "10000" }, json: { type: "string" } } });
const count = Number(values.count);
const scratch = mkdtempSync(join(tmpdir(), "actdef-profile-"));
try {
  const results = { machine: machineLine(), count, commands: profileAll() };
  console.log(`${results.machine}; ${labelOf(count)} definitions`);
  for (const command of results.commands) print(command);
  if (values.json) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function profileAll() {
  const project = join(scratch, "project");
  const bundle = join(scratch, "bundle");
  writeProject(count, project);
  execFileSync(process.execPath, [BUILD, "--maps", bundle]);
  return COMMANDS.map(({ name, args, warm }, index) => {
    const run = (...options) => runProgram([...options, join(bundle, "actdef.cjs"), ...args], project);
    const folder = join(scratch, `profiles-${index}`);
    if (warm) run();
    mkdirSync(folder);
    run("--cpu-prof", "--cpu-prof-dir", folder);
    const profiles = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
    const phases = microsecondsByPhase(profiles).map(([phase, spent]) => ({ phase, milliseconds: spent / 1000 }));
    return { name, threads: profiles.length, phases };
  });
}

function runProgram(args, cwd) {
  const env = { ...process.env, ACTDEF_CACHE_FOLDER: join(scratch, "cache") };
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`actdef ended with ${status}: ${stderr}`);
}

function print({ name, phases }) {
  const total = phases.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  console.log(`\n${name}`);
  for (const { phase, milliseconds } of phases)
    console.log(`  ${phase.padEnd(24)}${milliseconds.toFixed(0).padStart(7)} ms  ${share(milliseconds, total)}`);
}

function share(milliseconds, total) {
  return `${((100 * milliseconds) / total).toFixed(0).padStart(3)} %`;
}
