import type { Comparison } from "./comparison.ts";
import { isCrowded, type Lane } from "./lane.ts";
import { minuteText } from "./show.ts";

/** What a reader has to know beside the figures, a sentence each. */
export function notesOn(
  comparison: Omit<Comparison, "notes">,
  lanes: readonly Lane[],
  explained: ReadonlyMap<number, string>,
): string[] {
  return [
    ...behaviourNotes(comparison),
    ...clockNotes(comparison),
    ...crowdNotes(lanes),
    ...toldTwiceNotes(lanes),
    ...silenceNotes(comparison),
    ...explanationNotes(comparison, explained),
  ];
}

function behaviourNotes({ segments, candidate }: Omit<Comparison, "notes">): string[] {
  const { source } = candidate.runner;
  const last = segments.at(-1);
  if (!last) return [`${source} has no run on these days`];
  const split =
    segments.length > 1
      ? [`the behaviour of ${source} changed ${segments.length - 1} times: only the last part counts`]
      : [];
  if (!last.isCounted)
    return [
      ...split,
      `${source} last ran with behaviour ${short(last.behaviour)}, which is not the definition's: nothing counts`,
    ];
  return last.behaviour === null
    ? [...split, "the events do not say which behaviour ran: it is taken to be the definition's, all the time"]
    : split;
}

const HASH_DIGITS = 4;

function short(sha256: string | null): string {
  return `${(sha256 ?? "").slice(0, HASH_DIGITS)}…`;
}

/** A start just before a fire is told as one long after the fire before it. */
function clockNotes({ candidate, controls, graceSeconds }: Omit<Comparison, "notes">): string[] {
  return [candidate, ...controls].flatMap(({ runner, lateness }) => {
    if (!lateness) return [];
    if (lateness.p50 > graceSeconds)
      return [
        `half of the runs of ${runner.source} are late by more than ${graceSeconds} s: see whether its clock, or its minutes, are others`,
      ];
    return lateness.p50 < 0
      ? [`half of the runs of ${runner.source} began before their fires: its clock is behind`]
      : [];
  });
}

function crowdNotes(lanes: readonly Lane[]): string[] {
  return lanes
    .filter(isCrowded)
    .map(
      ({ runner }) =>
        `${runner.source} has too many runs of the same fires to tell them from lines that stand there twice`,
    );
}

function toldTwiceNotes(lanes: readonly Lane[]): string[] {
  return lanes
    .filter(({ toldTwice }) => toldTwice > 0)
    .map(
      ({ runner, toldTwice }) =>
        `of ${toldTwice} slots of ${runner.source} a history and the hub tell: the history counts`,
    );
}

function silenceNotes({ silentSlots, union }: Omit<Comparison, "notes">): string[] {
  if (silentSlots === 0) return [];
  return [`in ${silentSlots} of ${union.n} slots nobody left an event: then the events may be lost, not the runs`];
}

function explanationNotes({ failures }: Omit<Comparison, "notes">, explained: ReadonlyMap<number, string>): string[] {
  const failed = new Set(failures.map(({ slot }) => slot));
  return [...explained.keys()]
    .filter((slot) => !failed.has(slot))
    .map((slot) => `nothing failed at ${minuteText(slot)}, which is explained`);
}
