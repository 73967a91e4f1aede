// Fails where the program needs much more CPU time than it did when bench/bounds.json was written. Seconds differ from one
// machine to the next, and with its load; so each row is a ratio to a small program in the same round.
// With --renew the bounds are written from what is measured now.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { boundsOf, judge } from "./bounds.mjs";
import { listRegressionPrograms } from "./programs.mjs";
import { runRounds } from "./rounds.mjs";
import { spread } from "./statistics.mjs";

const BOUNDS = fileURLToPath(new URL("bounds.json", import.meta.url));

function main() {
  const { values } = parseArgs({
    options: { renew: { type: "boolean" }, rounds: { type: "string", default: "5" } },
  });
  const measured = measureRatios(Number(values.rounds));
  if (values.renew) {
    writeFileSync(BOUNDS, `${JSON.stringify(boundsOf(measured), null, 2)}\n`);
    return;
  }
  const { lines, failures } = judge(measured, JSON.parse(readFileSync(BOUNDS, "utf8")));
  console.log(lines.join("\n"));
  if (failures.length > 0) throw new Error(failures.join("\n"));
}

/** The median ratio of CPU time of each row. */
function measureRatios(rounds) {
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error("--rounds is a whole number from 1");
  const scratch = mkdtempSync(join(tmpdir(), "actdef-regression-"));
  try {
    const programs = listRegressionPrograms(scratch);
    const samples = runRounds(programs, rounds, scratch);
    const failed = programs.find(({ missing }) => missing);
    if (failed) throw new Error(`${failed.name}: ${failed.missing}`);
    const cpu = (name, round) => samples.get(name)[round].cpu_milliseconds;
    return programs
      .filter(({ to }) => to)
      .map(({ name, to }) => {
        const ratios = samples.get(name).map((_, round) => cpu(name, round) / cpu(to, round));
        return { name, to, ratio: spread(ratios).median };
      });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}
