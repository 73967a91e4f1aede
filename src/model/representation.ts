import { compareText } from "../source/compare-text.ts";
import type { Activity } from "./activity.ts";

/** How well a projection can express a field: fully, nearly (and why not fully), or not. */
export type Fidelity = { readonly grade: "exact" } | { readonly grade: "about" | "impossible"; readonly why: string };

/** What a definition can be projected to; of these, a CronJob is told of but not written. */
export type ProjectionName = "temporal" | "cronJob" | "systemd";

/** The fidelity of one field on each kind of target. */
export interface FieldRepresentation extends Row {
  /** The definition's field, dotted; `manual run` is none. */
  readonly field: RepresentedField;
}

export type RepresentedField =
  | "enabled"
  | "schedule.cron"
  | "schedule.jitter_seconds"
  | "schedule.starts_at"
  | "schedule.ends_at"
  | "misfire_policy"
  | "overlap_policy"
  | "max_seconds"
  | "retry.max_attempts"
  | "on_failure"
  | "manual run";

type Row = { readonly [name in ProjectionName]: Fidelity };

const exact: Fidelity = { grade: "exact" };
const about = (why: string): Fidelity => ({ grade: "about", why });
const impossible = (why: string): Fidelity => ({ grade: "impossible", why });

const EXACT: Row = { temporal: exact, cronJob: exact, systemd: exact };

/** How each policy projects, as measured on Temporal 1.32, Kubernetes 1.36 and systemd 252. */
export function representations(activity: Activity): FieldRepresentation[] {
  const { schedule } = activity;
  return [
    { field: "enabled", ...(activity.enabled ? ENABLED : EXACT) },
    { field: "schedule.cron", ...EXACT },
    { field: "schedule.jitter_seconds", ...(schedule.jitter_seconds > 0 ? JITTER : EXACT) },
    { field: "schedule.starts_at", ...(schedule.starts_at === null ? EXACT : STARTS_AT) },
    { field: "schedule.ends_at", ...(schedule.ends_at === null ? EXACT : ENDS_AT) },
    { field: "misfire_policy", ...misfire(activity) },
    { field: "overlap_policy", ...overlap(activity) },
    { field: "max_seconds", ...EXACT },
    { field: "retry.max_attempts", ...retry(activity) },
    { field: "on_failure", ...onFailure(activity) },
    { field: "manual run", ...MANUAL_RUN },
  ];
}

const ENABLED: Row = { ...EXACT, systemd: about("the unit is installed, and whoever installs it enables its timer") };

const JITTER: Row = { ...EXACT, cronJob: impossible("a CronJob fires in the minute that it says") };

const STARTS_AT: Row = {
  ...EXACT,
  cronJob: impossible("a CronJob has no start: it is made, or resumed, by then"),
  systemd: impossible("a timer has no start: it fires from when it is enabled"),
};

const ENDS_AT: Row = {
  ...EXACT,
  cronJob: impossible("a CronJob has no end: it fires until it is suspended"),
  systemd: impossible("a timer has no end: it fires until it is disabled"),
};

const MISFIRE: Readonly<Record<Activity["misfire_policy"], Row>> = {
  skip: {
    temporal: exact,
    cronJob: exact,
    systemd: about("a missed timer is dropped, but one that was due while the machine slept still fires on resume"),
  },
  fire_once: {
    temporal: about(
      "a catch-up window of a year with overlap Skip: what is missed collapses to few runs, not surely one",
    ),
    cronJob: exact,
    systemd: exact,
  },
  fire_all: {
    temporal: about("a catch-up window of a year, buffered: at most 1,000 fires are kept"),
    cronJob: impossible("a CronJob makes up for at most one missed fire"),
    systemd: impossible("a persistent timer makes up for at most one missed fire"),
  },
};

const OVERLAP: Readonly<Record<Activity["overlap_policy"], Row>> = {
  skip: {
    temporal: exact,
    cronJob: about("Forbid may start a fire late, within its deadline, instead of dropping it"),
    systemd: about("a fire while the unit runs is deferred: systemd 252 ignores DeferReactivation="),
  },
  buffer_one: {
    temporal: exact,
    cronJob: about("Forbid with a long deadline keeps one fire waiting, but not for ever"),
    systemd: exact,
  },
  buffer_all: {
    temporal: exact,
    cronJob: impossible("a CronJob keeps no queue of fires"),
    systemd: impossible("a timer keeps no queue of fires"),
  },
  cancel_running: { temporal: exact, cronJob: exact, systemd: impossible("a timer does not stop the run before") },
  allow: { temporal: exact, cronJob: exact, systemd: impossible("a unit runs once at a time") },
};

/** A worker drops a fire that it finds too late, but not one that Temporal has kept waiting for another. */
function misfire({ misfire_policy, overlap_policy }: Activity): Row {
  const keepsWaiting = overlap_policy !== "skip" && overlap_policy !== "allow";
  if (misfire_policy !== "skip" || !keepsWaiting) return MISFIRE[misfire_policy];
  return {
    ...MISFIRE.skip,
    temporal: about("after a time without a worker, a fire that waited for the one before it still runs, late"),
  };
}

/** What is missed is made up for at once, so a schedule that starts each fire would make up for all of it. */
function overlap({ overlap_policy, misfire_policy }: Activity): Row {
  const startsEach = overlap_policy === "allow" || overlap_policy === "buffer_all";
  if (misfire_policy !== "fire_once" || !startsEach) return OVERLAP[overlap_policy];
  return {
    ...OVERLAP[overlap_policy],
    temporal: about("with misfire_policy fire_once the schedule skips a fire while a run is active: overlap Skip"),
  };
}

const MANUAL_RUN: Row = {
  ...EXACT,
  cronJob: about("kubectl create job --from runs beside a run that is active: Forbid is not asked"),
};

function onFailure({ on_failure, on_failure_after }: Activity): Row {
  if (on_failure === "log_and_continue") return EXACT;
  if (on_failure === "escalate") {
    return {
      temporal: exact,
      cronJob: about("each failed Job tells of itself alone: nothing counts or notifies"),
      systemd: about("each failed unit tells of itself alone: nothing counts or notifies"),
    };
  }
  return {
    temporal: on_failure_after === 1 ? exact : about("the worker counts the failures and pauses the schedule itself"),
    cronJob: impossible("a CronJob does not suspend itself"),
    systemd: impossible("a timer does not stop itself"),
  };
}

function retry({ retry: { max_attempts } }: Activity): Row {
  if (max_attempts === 1) return EXACT;
  return {
    temporal: exact,
    cronJob: about("backoffLimit repeats the pod, with back-offs of its own"),
    systemd: about("the caller repeats the call, not the unit"),
  };
}

/** A field that a projection which is written for an activity cannot express exactly. */
export interface InexactField {
  readonly projection: "temporal" | "systemd";
  readonly field: RepresentedField;
  readonly grade: "about" | "impossible";
}

/** Every inexact field of an activity, on Temporal and, where it has a local runner that is generated here, on systemd. */
export function inexactFields(activity: Activity): readonly InexactField[] {
  const { enabled, schedule, misfire_policy, overlap_policy, retry, on_failure, on_failure_after, rollout } = activity;
  const { jitter_seconds, starts_at, ends_at } = schedule;
  const window = `${enabled} ${jitter_seconds > 0} ${starts_at === null} ${ends_at === null}`;
  const policies = `${misfire_policy} ${overlap_policy} ${on_failure} ${on_failure_after > 1} ${retry.max_attempts > 1}`;
  const key = `${rollout.local_unit === null} ${window} ${policies}`;
  const found = known.get(key) ?? findInexactFields(activity);
  known.set(key, found);
  return found;
}

/** What was found for activities of the same policies: a fleet has few of these. */
const known = new Map<string, readonly InexactField[]>();

function findInexactFields(activity: Activity): InexactField[] {
  const projections = activity.rollout.local_unit === null ? TEMPORAL : BOTH;
  const rows = representations(activity);
  return projections.flatMap((projection) =>
    rows.flatMap(({ field, [projection]: { grade } }) => (grade === "exact" ? [] : [{ projection, field, grade }])),
  );
}

const TEMPORAL = ["temporal"] as const;
const BOTH = ["temporal", "systemd"] as const;

/** How many activities have a field that is inexact on a projection, to one grade. */
export interface InexactCount extends InexactField {
  readonly count: number;
}

/** The inexact fields of many activities, in the order of the names of projections, grades and fields. */
export function countInexact(activities: readonly { readonly inexact: readonly InexactField[] }[]): InexactCount[] {
  const counts = new Map<string, InexactCount>();
  for (const { inexact } of activities) {
    for (const it of inexact) {
      const key = `${it.projection} ${it.grade} ${it.field}`;
      counts.set(key, { ...it, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts].sort(([a], [b]) => compareText(a, b)).map(([, count]) => count);
}
