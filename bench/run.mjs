// Prints the wall time and the peak memory of the program and of others that do comparable work, and whether the goals are
// met. bench/README.md says how.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { installPeers } from "./peers.mjs";
import { ACTDEF, listPrograms, machineLine, noCacheOption } from "./programs.mjs";
import { runRounds } from "./rounds.mjs";
import { summarize } from "./statistics.mjs";
import { goalSummary, table } from "./table.mjs";

const USAGE = "usage: node bench/run.mjs [--rounds N] [--quick] [--large] [--no-peers] [--json FILE]";

function readArguments() {
  const flag = { type: "boolean", default: false };
  const { values } = parseArgs({
    options: {
      rounds: { type: "string" },
      quick: flag,
      large: flag,
      "no-peers": flag,
      json: { type: "string" },
    },
  });
  const { quick, large, json } = values;
  const rounds = Number(values.rounds ?? (quick ? 3 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds is a whole number from 1; ${USAGE}`);
  if (quick && large) throw new Error(`--quick and --large exclude each other; ${USAGE}`);
  return { rounds, large, json, sizes: quick ? [1_000] : [1_000, 10_000], withPeers: !values["no-peers"] };
}

function main() {
  const { rounds, json, withPeers, ...selection } = readArguments();
  if (!existsSync(ACTDEF)) throw new Error("dist/actdef.cjs is not there; run node scripts/build.mjs first");
  const peers = withPeers ? installPeers() : {};
  const scratch = mkdtempSync(join(tmpdir(), "actdef-bench-"));
  // With a handler, Ctrl-C ends the running program alone; that is an error here, and the scratch folder is removed.
  process.on("SIGINT", () => undefined);
  try {
    process.stderr.write("writing the projects\n");
    const programs = listPrograms(scratch, { ...selection, peers });
    const rows = summarize(programs, runRounds(programs, rounds, scratch));
    const machine = machineLine();
    const notes = noCacheOption().length === 0 ? ["this build has no --no-cache: every row ran without it"] : [];
    const heading = [`${machine}; ${rounds} rounds`, ...notes].join("\n");
    console.log(`${heading}\n\n${table(rows)}\n${goalSummary(rows)}`);
    if (json) writeResults(json, { machine, rounds, notes, rows });
    const failed = rows.filter(({ missing }) => missing?.startsWith("failed:"));
    if (failed.length > 0) throw new Error(`${failed.map(({ name }) => name).join("; ")} failed`);
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
