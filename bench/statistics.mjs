/** The least, the middle and the largest of some numbers; the middle of an even count is the mean of the middle two. */
export function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const median = (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
  return { min: sorted[0], median, max: sorted.at(-1) };
}

/**
 * One row a program: the spread of its time and peak memory, and of the ratios of its time to that of others. A ratio is
 * taken within its round, so that a machine that is slow for a while slows both sides of it.
 */
export function summarize(programs, samples) {
  return programs.map(({ name, version, missing, relations = [], peak_limit_mib }) => {
    if (missing) return { name, version, missing, ...unmeasured(relations, peak_limit_mib) };
    const own = samples.get(name);
    const peaks = own.flatMap(({ peak_kib }) => peak_kib ?? []);
    const peak_kib = peaks.length === 0 ? undefined : spread(peaks);
    return {
      name,
      version,
      milliseconds: spread(own.map(({ milliseconds }) => milliseconds)),
      peak_kib,
      relations: relations.map((relation) => related(relation, own, samples.get(relation.to))),
      peak_goal: peak_limit_mib && { limit_mib: peak_limit_mib, met: peak_kib.median / 1024 <= peak_limit_mib },
      samples: own,
    };
  });
}

/** The goals of a program that was not measured, which are neither met nor missed. */
function unmeasured(relations, limit_mib) {
  return {
    relations: relations.map(({ to, limit }) => ({ to, limit, missing: true })),
    peak_goal: limit_mib && { limit_mib },
  };
}

/** A ratio, and whether it is within its limit; nothing where the other program was not measured. */
function related({ to, limit }, own, base) {
  if (!base?.length) return { to, limit, missing: true };
  const ratio = spread(own.map(({ milliseconds }, round) => milliseconds / base[round].milliseconds));
  return { to, ratio, limit, met: limit === undefined ? undefined : ratio.median <= limit };
}
