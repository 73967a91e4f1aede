import { countsOf, createLane, hasRun, type Lane, writeCounts } from "./lane.ts";

/**
 * The runs of one runner as a history and the State Hub tell them: each leaves the same run under an id of its own. So of a
 * fire of which both tell, the history counts, which also has what never came to the hub; of the two outcomes the worse
 * one, and the hub's counts where the history has none. Of a fire of which one tells, that one counts.
 */
export function mergeLanes(history: Lane, hub: Lane): Lane {
  const merged = createLane(history.runner, history);
  for (let fire = 0; fire < merged.fires.length; fire++) {
    const isTold = hasRun(history, fire);
    copyRun(isTold ? history : hub, fire, merged);
    if (!isTold || !hasRun(hub, fire)) continue;
    merged.toldTwice++;
    merged.outcomes[fire] = Math.max(history.outcomes[fire] ?? 0, hub.outcomes[fire] ?? 0);
    merged.extraRuns[fire] = Math.max(history.extraRuns[fire] ?? 0, hub.extraRuns[fire] ?? 0);
    if (Object.values(countsOf(history, fire)).every((count) => count === 0))
      writeCounts(merged, fire, countsOf(hub, fire));
  }
  merged.extraHashCount = Math.max(history.extraHashCount, hub.extraHashCount);
  merged.offSchedule = Math.max(history.offSchedule, hub.offSchedule);
  return merged;
}

function copyRun(from: Lane, fire: number, to: Lane): void {
  for (const column of ["startedAt", "finishedAt", "hashes", "outcomes", "extraRuns", "behaviours"] as const) {
    to[column][fire] = from[column][fire] ?? 0;
  }
  writeCounts(to, fire, countsOf(from, fire));
}
