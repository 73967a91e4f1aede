import { MINUTES_OF_DAY, type Period } from "./period.ts";

/** How many activities fire in each minute of a period. */
export interface Load {
  readonly counts: Int32Array;
  /** The most that fire in one minute. */
  readonly peak: number;
  /** The first minute of that many. */
  readonly peakMinute: number;
  /** How many minutes there are in which two or more fire. */
  readonly crowdedMinutes: number;
}

/** Counts the fires of each minute, of what fires in exactly that minute. */
export function loadOf(fires: Iterable<Int32Array>, { days }: Period): Load {
  const counts = new Int32Array(days * MINUTES_OF_DAY);
  for (const minutes of fires) for (const minute of minutes) counts[minute] = (counts[minute] ?? 0) + 1;
  const peak = counts.reduce((most, count) => Math.max(most, count), 0);
  return {
    counts,
    peak,
    peakMinute: counts.indexOf(peak),
    crowdedMinutes: counts.reduce((crowded, count) => crowded + (count > 1 ? 1 : 0), 0),
  };
}

/** A set of activities that fire together, and every minute in which just these do. */
export interface Herd {
  readonly count: number;
  readonly minutes: readonly number[];
  /** The places of the activities among the lanes. */
  readonly members: readonly number[];
}

/** The largest herds, at most `most` of them: by their size, then by their first minute. */
export function herdsOf(fires: readonly Int32Array[], { counts }: Load, most: number): Herd[] {
  const names = namesOfSets(fires, counts.length);
  const groups = new Map<string, number[]>();
  for (const [minute, count] of counts.entries()) {
    if (count < 2) continue;
    const key = `${count}/${names(minute)}`;
    const group = groups.get(key);
    if (group) group.push(minute);
    else groups.set(key, [minute]);
  }
  const countOf = ([first = 0]: readonly number[]) => counts[first] ?? 0;
  const largest = [...groups.values()]
    .sort((a, b) => countOf(b) - countOf(a) || (a[0] ?? 0) - (b[0] ?? 0))
    .slice(0, most);
  return largest.map((minutes) => {
    const [first = 0] = minutes;
    const members = fires.flatMap((own, place) => (own.includes(first) ? [place] : []));
    return { count: members.length, minutes, members };
  });
}

/** Two sums for each minute, by which the sets of those that fire then are told apart. */
function namesOfSets(fires: readonly Int32Array[], length: number): (minute: number) => string {
  const [one, other] = [new Int32Array(length), new Int32Array(length)];
  for (const [place, minutes] of fires.entries()) {
    for (const minute of minutes) {
      one[minute] = Math.imul(one[minute] ?? 0, 31) + place + 1;
      other[minute] = Math.imul((other[minute] ?? 0) ^ (place + 1), 0x9e3779b1);
    }
  }
  return (minute) => `${one[minute]}/${other[minute]}`;
}
