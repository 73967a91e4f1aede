import type { Segment } from "./comparison.ts";
import { hasRun, type Lane } from "./lane.ts";

/**
 * The parts of the window in which the candidate had one behaviour, from its first run to the end. A run that does not
 * say its behaviour has that of the run before it. The last part counts, if its behaviour is the definition's or not said.
 */
export function segmentsOf(lane: Lane, behaviours: readonly string[], current: string, until: number): Segment[] {
  const parts: { behaviour: number; from: number; runs: number }[] = [];
  for (let fire = 0; fire < lane.fires.length; fire++) {
    if (!hasRun(lane, fire)) continue;
    const behaviour = lane.behaviours[fire] ?? 0;
    const part = parts.at(-1);
    if (!part || (behaviour !== 0 && part.behaviour !== 0 && part.behaviour !== behaviour)) {
      parts.push({ behaviour, from: lane.fires[fire] ?? 0, runs: 1 });
    } else {
      part.runs++;
      part.behaviour ||= behaviour;
    }
  }
  return parts.map(({ behaviour, from, runs }, index) => {
    const sha256 = behaviours[behaviour - 1] ?? null;
    const isLast = index === parts.length - 1;
    const isCounted = isLast && (sha256 === null || sha256 === current);
    return { behaviour: sha256, from, until: parts[index + 1]?.from ?? until, runs, isCounted };
  });
}
