import type { Activity } from "../model/activity.ts";

/** How well a projection can express a field: fully, nearly (and why not fully), or not. */
export type Fidelity = { readonly grade: "exact" } | { readonly grade: "about" | "impossible"; readonly why: string };

/** The fidelity of one field on each kind of target. */
export interface FieldRepresentation {
  readonly field: "misfire" | "overlap" | "on_failure" | "budget" | "retry";
  readonly temporal: Fidelity;
  readonly cronJob: Fidelity;
  readonly systemd: Fidelity;
}

const exact: Fidelity = { grade: "exact" };
const about = (why: string): Fidelity => ({ grade: "about", why });
const impossible = (why: string): Fidelity => ({ grade: "impossible", why });

type Row = Omit<FieldRepresentation, "field">;

/** How each policy projects, as measured on Temporal 1.32, Kubernetes 1.36 and systemd 252. */
export function representations(activity: Activity): FieldRepresentation[] {
  return [
    { field: "misfire", ...MISFIRE[activity.misfire_policy] },
    { field: "overlap", ...OVERLAP[activity.overlap_policy] },
    { field: "on_failure", ...onFailure(activity) },
    { field: "budget", ...BUDGET },
    { field: "retry", ...retry(activity) },
  ];
}

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

const BUDGET: Row = { temporal: exact, cronJob: exact, systemd: exact };

function onFailure({ on_failure, on_failure_after }: Activity): Row {
  if (on_failure !== "pause") return { temporal: exact, cronJob: exact, systemd: exact };
  return {
    temporal: on_failure_after === 1 ? exact : about("the worker counts the failures and pauses the schedule itself"),
    cronJob: impossible("a CronJob does not suspend itself"),
    systemd: impossible("a timer does not stop itself"),
  };
}

function retry({ retry: { max_attempts } }: Activity): Row {
  if (max_attempts === 1) return { temporal: exact, cronJob: exact, systemd: exact };
  return {
    temporal: exact,
    cronJob: about("backoffLimit repeats the pod, with back-offs of its own"),
    systemd: about("the caller repeats the call, not the unit"),
  };
}
