/** Does something with every item, so many at once; the first that fails, or the signal, ends it with what was thrown. */
export async function applyConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  apply: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  let hasFailed = false;
  const work = async () => {
    for (const [index, item] of entries) {
      if (hasFailed) return;
      signal.throwIfAborted();
      results[index] = await apply(item);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    work().catch((error) => {
      hasFailed = true;
      throw error;
    }),
  );
  const outcomes = await Promise.allSettled(workers);
  const failure = outcomes.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
  return results;
}
