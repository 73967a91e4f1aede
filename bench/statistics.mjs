/** The least, the middle and the largest of some numbers; the middle of an even count is the mean of the middle two. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const median = (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
  return { min: sorted[0], median, max: sorted.at(-1) };
}

/**
 * One row a program: the spread of its time and memory, and of their ratios to `node -e 0` and to the floor. A ratio is
 * taken within its round, so that a machine that is slow for a while slows both sides of it.
 */
export function summarize(programs, samples) {
  return programs.map(({ name, floor }) => {
    const own = samples.get(name);
    const ratios = (of) => (of === undefined ? undefined : ratiosTo(own, samples.get(of)));
    return {
      name,
      milliseconds: spread(own.map(({ milliseconds }) => milliseconds)),
      peak_kib: spread(own.map(({ peak_kib }) => peak_kib)),
      to_node: ratios(programs[0].name),
      to_floor: ratios(floor),
      samples: own,
    };
  });
}

function ratiosTo(own, base) {
  return {
    milliseconds: spread(own.map(({ milliseconds }, round) => milliseconds / base[round].milliseconds)),
    peak: spread(own.map(({ peak_kib }, round) => peak_kib / base[round].peak_kib)),
  };
}
