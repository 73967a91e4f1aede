import { Interrupted, measure, peakOf } from "./measure.mjs";

/**
 * Runs every program once a round, one after another; the samples of each by its name. One more round comes first and is
 * not counted: it fills the file cache, and the peak memory of programs that are not in Node is taken from it. A program
 * that does not end as it should is not run again, and `missing` says why.
 */
export function runRounds(programs, rounds, scratch) {
  const samples = new Map(programs.map(({ name }) => [name, []]));
  const peaks = new Map();
  const runOnce = (program, round) => {
    program.before?.();
    if (round > 0) samples.get(program.name).push({ peak_kib: peaks.get(program.name), ...measure(program) });
    else if (program.command) peaks.set(program.name, peakOf(program, scratch));
    else measure(program);
  };
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(round === 0 ? "warming up\n" : `round ${round} of ${rounds}\n`);
    for (const program of programs.filter(({ missing }) => !missing)) {
      try {
        runOnce(program, round);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        process.stderr.write(`${program.name}: ${error.message}\n`);
        program.missing = `failed: ${error.message.split("\n")[0]}`;
        samples.set(program.name, []);
      }
    }
  }
  return samples;
}
