import { compareRuns } from "../../src/compare/compare-runs.ts";
import type { Comparison } from "../../src/compare/comparison.ts";
import { readEventLines } from "../../src/compare/event-lines.ts";
import { createTally } from "../../src/compare/event-tally.ts";
import type { Lane } from "../../src/compare/lane.ts";
import type { Pause } from "../../src/compare/missing.ts";
import { runnersOf } from "../../src/compare/runners.ts";
import { analyse } from "../../src/compile.ts";
import { behaviourSha256 } from "../../src/model/behaviour.ts";
import { readDefinitions, readTargets } from "../../src/source/discovery.ts";
import { ROOT } from "../transcript.ts";
// @ts-expect-error: plain JavaScript
import { parallelWeek } from "./parallel-week.mjs";
// @ts-expect-error: plain JavaScript
import { WEEKS } from "./weeks.mjs";

const { definitions, targets } = analyse({
  definitions: readDefinitions(ROOT),
  targets: readTargets(ROOT),
  isWholeProject: true,
});
const [definition] = definitions;
const [targetFile] = targets;
if (!definition || !targetFile) throw new Error("the shipped project has a definition and a target");

const { activity } = definition;
const { target } = targetFile;
const BEHAVIOUR = behaviourSha256(activity);
export const WEEK_NAMES = Object.keys(WEEKS as object);

export interface WeekSettings {
  /** RFC 3339; a few hours after the week where it is not given. */
  readonly now?: string;
  /** Reasons by slot, RFC 3339. */
  readonly explained?: Readonly<Record<string, string>>;
  readonly pauses?: readonly Pause[];
}

/** The events of a week of weeks.mjs, as JSON lines. */
export function weekLines(name: string): string {
  const events = parallelWeek(WEEKS[name](BEHAVIOUR)) as readonly object[];
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

export interface ComparedWeek {
  readonly comparison: Comparison;
  readonly lanes: readonly Lane[];
}

/** Compares JSON lines of the seed's days, with the shipped definition and the shipped policy. */
export function compareLines(lines: string | Buffer | readonly Buffer[], settings: WeekSettings = {}): ComparedWeek {
  const days = { from: Date.parse("2026-06-21T00:00Z"), until: Date.parse("2026-06-28T00:00Z") };
  const now = Date.parse(settings.now ?? "2026-06-28T06:00Z");
  const runners = runnersOf(activity, days);
  if (typeof runners === "string") throw new Error(runners);
  const tally = createTally({
    activityId: activity.id,
    activityUuid: activity.uuid,
    eventType: activity.progress_event,
    runners,
    now,
  });
  const reader = readEventLines("week.jsonl", tally);
  for (const chunk of Array.isArray(lines) ? lines : [Buffer.from(lines as string)]) reader.push(chunk);
  reader.end();
  const comparison = compareRuns(tally, {
    activityId: activity.id,
    title: activity.title,
    target: target.name,
    behaviour: BEHAVIOUR,
    ...days,
    now,
    graceSeconds: activity.misfire_grace_seconds,
    maxSeconds: activity.max_seconds,
    startToCloseSeconds: activity.start_to_close_seconds,
    thresholds: target.policy.compare,
    pauses: settings.pauses ?? [],
    explained: new Map(Object.entries(settings.explained ?? {}).map(([slot, reason]) => [Date.parse(slot), reason])),
    inputs: ["week.jsonl"],
  });
  return { comparison, lanes: tally.lanes };
}

export function compareWeek(name: string, settings: WeekSettings = {}): Comparison {
  return compareLines(weekLines(name), settings).comparison;
}
