import type { InputProblem, InputProblemKind, Place } from "./input-problem.ts";
import { createLane, type Lane, putRun, type Runner } from "./lane.ts";
import { mergeLanes } from "./merge-lanes.ts";
import { type RunEvent, readRunEvent } from "./run-event.ts";
import { latestFire, type Slots } from "./slots.ts";

/** What events are to be of. */
export interface TallySubject {
  readonly activityId: string;
  readonly activityUuid: string;
  /** The type of the progress events of its runs. */
  readonly eventType: string | null;
  readonly runners: readonly (Slots & Runner)[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What is kept of any number of events: the runs by their fires, and what was odd. */
export interface EventTally {
  /** As of what was read so far, the candidate's first. */
  readonly lanes: readonly Lane[];
  /** Events that were read, the odd ones included. */
  readonly events: number;
  /** Runs that count. */
  readonly runs: number;
  readonly problems: readonly InputProblem[];
  /** The hashes of behaviours in the order in which they were met; the lanes count them from 1. */
  readonly behaviours: readonly string[];
  /** How many events each unknown source has; the first twenty of them by name. */
  readonly unknownSources: ReadonlyMap<string, number>;
  /** Takes the value of a line, or null and what is wrong with the line. */
  readonly add: (value: unknown, place: Place) => void;
  readonly report: (kind: InputProblemKind, place: Place, detail?: string | null) => void;
}

const MAX_UNKNOWN_SOURCES = 20;
/** More behaviours than these in one window are told no more apart from the last of them. */
const MAX_BEHAVIOURS = 255;

/** Begins to take up events. Memory is bounded by the fires of the runners, not by the events. */
export function createTally(subject: TallySubject): EventTally {
  const layers = subject.runners.map((runner) => ({
    history: createLane(runner, runner),
    hub: createLane(runner, runner),
  }));
  const bySource = new Map(layers.map((layer) => [layer.history.runner.source, layer]));
  const problems = new Map<InputProblemKind, InputProblem>();
  const behaviours: string[] = [];
  const unknownSources = new Map<string, number>();
  let [events, runs] = [0, 0];

  const report = (kind: InputProblemKind, place: Place, detail: string | null = null) => {
    const known = problems.get(kind);
    if (known) known.count++;
    else problems.set(kind, { kind, count: 1, first: { ...place }, detail });
  };

  const behaviourIndex = (sha256: string | null) => {
    if (sha256 === null) return 0;
    const known = behaviours.indexOf(sha256);
    if (known >= 0) return known + 1;
    return behaviours.length < MAX_BEHAVIOURS ? behaviours.push(sha256) : MAX_BEHAVIOURS;
  };

  const countUnknown = (source: string, place: Place) => {
    report("unknown-source", place, source);
    if (unknownSources.size < MAX_UNKNOWN_SOURCES || unknownSources.has(source))
      unknownSources.set(source, (unknownSources.get(source) ?? 0) + 1);
  };

  const add = (value: unknown, place: Place) => {
    events++;
    const event = readRunEvent(value);
    if (typeof event === "string") return report("not-an-event", place, event);
    const foreign = foreignness(event, subject);
    if (foreign) return report(foreign, place, foreign === "other-type" ? event.type : event.activityId);
    const layer = bySource.get(event.source ?? "");
    if (!layer) return countUnknown(event.source ?? "none", place);
    if (Math.max(event.startedAt, event.finishedAt) > subject.now) return report("from-the-future", place);
    const lane = event.type === null ? layer.history : layer.hub;
    if (event.startedAt < lane.lastStartedAt) report("out-of-order", place);
    lane.lastStartedAt = event.startedAt;
    const fire = fireOf(lane, event);
    if (fire === "off-schedule") lane.offSchedule++;
    if (typeof fire === "string") return report(fire, place);
    const result = putRun(lane, fire, event, behaviourIndex(event.behaviour));
    if (result !== "new") return report(result, place);
    runs++;
    if (event.finishedAt < event.startedAt) report("ends-before-start", place);
    if (event.scheduledAt !== null && event.startedAt < event.scheduledAt) report("before-its-fire", place);
  };

  return {
    get lanes() {
      return layers.map(({ history, hub }) => mergeLanes(history, hub));
    },
    behaviours,
    unknownSources,
    add,
    report,
    get problems() {
      return [...problems.values()];
    },
    get events() {
      return events;
    },
    get runs() {
      return runs;
    },
  };
}

/** An event that names no activity is one of this activity only where its type says so. */
function foreignness({ activityId, type }: RunEvent, subject: TallySubject): InputProblemKind | undefined {
  if (type !== null && type !== subject.eventType) return "other-type";
  if (activityId === null) return type === null ? "other-activity" : undefined;
  return activityId === subject.activityId || activityId === subject.activityUuid ? undefined : "other-activity";
}

const NOMINAL_TOLERANCE_MS = 1000;

/** The fire that a run is of: its nominal one, or the latest at or before it began. */
function fireOf(lane: Lane, { scheduledAt, startedAt }: RunEvent): number | "off-schedule" | "outside-window" {
  const instant = scheduledAt ?? startedAt;
  const fire = latestFire(lane.fires, instant);
  if (fire < 0 || instant >= lane.next) return "outside-window";
  if (scheduledAt === null) return fire;
  return scheduledAt - (lane.fires[fire] ?? 0) < NOMINAL_TOLERANCE_MS ? fire : "off-schedule";
}
