import { measure, peakOf } from "./measure.mjs";

/**
 * Runs every program once a round, one after another; the samples of each by its name. One more round comes first and is
 * not counted: it fills the file cache, and the peak memory of programs that are not in Node is taken from it.
 */
export function runRounds(programs, rounds, scratch) {
  const present = programs.filter(({ missing }) => !missing);
  const samples = new Map(present.map(({ name }) => [name, []]));
  const peaks = new Map();
  for (let round = 0; round <= rounds; round++) {
    process.stderr.write(round === 0 ? "warming up\n" : `round ${round} of ${rounds}\n`);
    for (const program of present) {
      const { name, command, before } = program;
      before?.();
      if (round === 0 && command) peaks.set(name, peakOf(program, scratch));
      else if (round === 0) measure(program);
      else samples.get(name).push({ peak_kib: peaks.get(name), ...measure(program) });
    }
  }
  return samples;
}
