// Prints the wall time and the peak memory of the program on one definition and on fleets of them, each beside the
// least that Node itself and reading the files cost. bench/README.md says how.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { definitionPath, writeProject } from "./generate.mjs";
import { measure } from "./measure.mjs";
import { summarize } from "./statistics.mjs";
import { table } from "./table.mjs";

const ACTDEF = fileURLToPath(new URL("../dist/actdef.mjs", import.meta.url));
const FLOOR = fileURLToPath(new URL("floor.mjs", import.meta.url));
const USAGE = "usage: node bench/run.mjs [--rounds N] [--quick] [--json FILE]";

function readArguments() {
  const { values } = parseArgs({
    options: { rounds: { type: "string" }, quick: { type: "boolean", default: false }, json: { type: "string" } },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a whole number from 1; ${USAGE}`);
  return { rounds, sizes: values.quick ? [1_000] : [1_000, 10_000], json: values.json };
}

/** What a round runs, in order; the first one is what all ratios `x node` refer to. */
function listPrograms(scratch, sizes) {
  const one = join(scratch, "1");
  writeProject(1, one);
  const programs = [
    { name: "node -e 0", args: ["-e", "0"], folder: scratch },
    { name: "validate, 1 file", args: [ACTDEF, "validate", definitionPath(0)], folder: one },
  ];
  for (const size of sizes) {
    const folder = join(scratch, String(size));
    const generated = join(folder, "k8s/generated");
    const label = size.toLocaleString("en-US");
    const floor = `read and hash, ${label}`;
    writeProject(size, folder);
    programs.push(
      { name: floor, args: [FLOOR], folder },
      { name: `validate, ${label}`, args: [ACTDEF, "validate"], folder, floor },
      { name: `compile, ${label}, all new`, args: [ACTDEF, "compile"], folder, floor, removes: generated },
      { name: `compile --check, ${label}`, args: [ACTDEF, "compile", "--check"], folder, floor },
    );
  }
  return programs;
}

function runRounds(programs, rounds) {
  const samples = new Map(programs.map(({ name }) => [name, []]));
  // One more round comes first and is not counted: it fills the file cache.
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(round === 0 ? "warming up\n" : `round ${round} of ${rounds}\n`);
    for (const program of programs) {
      if (program.removes) rmSync(program.removes, { recursive: true, force: true });
      const sample = measure(program);
      if (round > 0) samples.get(program.name).push(sample);
    }
  }
  return samples;
}

function main() {
  const { rounds, sizes, json } = readArguments();
  if (!existsSync(ACTDEF)) throw new Error("dist/actdef.mjs is not there; run node scripts/build.mjs first");
  const scratch = mkdtempSync(join(tmpdir(), "actdef-bench-"));
  // With a handler, Ctrl-C ends the running program alone; that is an error here, and the scratch folder is removed.
  process.on("SIGINT", () => undefined);
  try {
    const programs = listPrograms(scratch, sizes);
    const rows = summarize(programs, runRounds(programs, rounds));
    const machine = `node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpus()[0]?.model.trim()}`;
    console.log(`${machine}; ${rounds} rounds\n\n${table(rows)}`);
    if (json) writeResults(json, { machine, rounds, rows });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function writeResults(file, results) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

try {
  main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
