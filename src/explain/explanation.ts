import type { Activity, Condition } from "../model/activity.ts";
import { bridgeOf } from "../model/bridge-of.ts";
import type { Definition } from "../model/definition.ts";
import { type Fidelity, type FieldRepresentation, representations } from "../model/representation.ts";
import type { Target } from "../model/target.ts";
import { type Cron, parseCron } from "../schedule/cron.ts";
import { nextFires } from "../schedule/fires.ts";
import { firesPerDay, gaps } from "../schedule/gaps.ts";
import { cronInWords } from "../schedule/words.ts";
import { effectiveValues } from "./origins.ts";
import { timeoutLines } from "./timeout-line.ts";

const FIRES_SHOWN = 5;

/** What a sound definition means, as text for people; `now` is where the next fires are counted from. */
export function explanation(definition: Definition, targets: readonly Target[], now: Date): string {
  const { activity } = definition;
  const { cron } = parseCron(activity.schedule.cron);
  if (!cron) throw new Error("a sound definition has a cron expression that passed the gate");
  const sections = [
    summaryLines(activity, targets, cron, now),
    ...chainSections(activity, targets, cron),
    valueLines(definition),
    representationLines(representations(activity)),
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function summaryLines(activity: Activity, targets: readonly Target[], cron: Cron, now: Date): string[] {
  const { schedule, rollout, invoke } = activity;
  const shortest = gaps(cron)?.shortestSeconds ?? 0;
  const busy = Math.round(((activity.max_seconds * activity.retry.max_attempts) / shortest) * 100);
  const window = {
    ...(schedule.starts_at === null ? {} : { startsAt: new Date(schedule.starts_at) }),
    ...(schedule.ends_at === null ? {} : { endsAt: new Date(schedule.ends_at) }),
  };
  const fires = nextFires(cron, now, FIRES_SHOWN, window);
  const bridges = [...new Set(targets.map((target) => bridgeOf(activity, target)?.name ?? "no bridge"))];
  const via = bridges.length > 0 ? ` via ${bridges.join(", ")}` : "";
  const rows: readonly (readonly [string, string])[] = [
    ["next", fires.length > 0 ? firesInWords(fires) : "never: the schedule has ended"],
    ["late", lateWords(activity)],
    ["overlap", OVERLAP_WORDS[activity.overlap_policy]],
    ["call", `${invoke.method} {${invoke.base_url_env}}${invoke.path}${via}, detail.source ${rollout.source}`],
    ["fails", failureWords(activity)],
  ];
  return [
    `${activity.title}   ${activity.id}   ${activity.enabled ? "enabled" : "paused"} (${rollout.phase})`,
    `  ${cronInWords(cron)}, UTC · ${round(firesPerDay(cron))} runs a day · gap ${shortest} s · up to ${busy} % busy`,
    ...rows.map(([name, text]) => `  ${name.padEnd(9)}${text}`),
  ];
}

function firesInWords(fires: readonly Date[]): string {
  let day = "";
  return fires
    .map((fire) => {
      const [date = "", time = ""] = fire.toISOString().split("T");
      const shown = `${date === day ? "" : `${date} `}${time.slice(0, 5)}Z`;
      day = date;
      return shown;
    })
    .join("  ");
}

function lateWords({ misfire_policy, misfire_grace_seconds }: Activity): string {
  const later = {
    skip: "later is skipped",
    fire_once: "of those that are later, one is made up for",
    fire_all: "all that are later are made up for",
  };
  return `up to ${misfire_grace_seconds} s still runs, ${later[misfire_policy]}`;
}

const OVERLAP_WORDS: Readonly<Record<Activity["overlap_policy"], string>> = {
  skip: "a fire while a run is active is skipped",
  buffer_one: "one fire waits for the active run to end",
  buffer_all: "fires wait in line for the active run to end",
  cancel_running: "a fire cancels the active run",
  allow: "runs may overlap",
};

function failureWords({ outcome, on_failure, on_failure_after }: Activity): string {
  const statuses = outcome.success_status
    .map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`))
    .join(", ");
  const condition = outcome.fail_when ? `, or where ${conditionWords(outcome.fail_when)}` : "";
  const after = on_failure_after > 1 ? ` after ${on_failure_after} failures in a row` : "";
  const then = {
    log_and_continue: "it is logged, and the schedule goes on",
    pause: `the schedule is paused${after}`,
    escalate: `the owner is notified${after}, and the schedule goes on`,
  };
  return `on an answer other than ${statuses}${condition}; then ${then[on_failure]}`;
}

function conditionWords(condition: Condition): string {
  if (condition.greater_than !== undefined) return `${condition.pointer} is above ${condition.greater_than}`;
  if (condition.equals !== undefined) return `${condition.pointer} is ${JSON.stringify(condition.equals)}`;
  return `${condition.pointer} is not ${JSON.stringify(condition.not_equals)}`;
}

function chainSections(activity: Activity, targets: readonly Target[], cron: Cron): string[][] {
  const shortest = gaps(cron)?.shortestSeconds;
  if (targets.length === 0) return [timeoutLines(activity, undefined, shortest).map((line) => `  ${line}`)];
  return targets.map((target) => {
    const lines = timeoutLines(activity, target, shortest);
    return [`time-outs on ${target.name}`, ...lines.map((line) => `  ${line}`)];
  });
}

function valueLines(definition: Definition): string[] {
  const values = effectiveValues(definition).map((it) => ({ ...it, shown: valueWords(it.value) }));
  const fieldWidth = Math.max(...values.map(({ field }) => field.length));
  const valueWidth = Math.min(44, Math.max(...values.map(({ shown }) => shown.length)));
  return [
    "effective values",
    ...values.map(
      ({ field, shown, origin }) => `  ${field.padEnd(fieldWidth)}  ${shown.padEnd(valueWidth)}  ${origin}`,
    ),
  ];
}

function valueWords(value: unknown): string {
  if (value === null) return "-";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The width of the longest field, and of the longest grade with its note. */
const [FIELD_COLUMNS, GRADE_COLUMNS] = [27, 17];

function representationLines(fields: readonly FieldRepresentation[]): string[] {
  const notes: string[] = [];
  const cell = (fidelity: Fidelity): string => {
    if (fidelity.grade === "exact") return "exact";
    if (!notes.includes(fidelity.why)) notes.push(fidelity.why);
    return `${fidelity.grade} [${notes.indexOf(fidelity.why) + 1}]`;
  };
  const rows = fields.map(({ field, temporal, cronJob, systemd }) => [
    field,
    ...[temporal, cronJob, systemd].map(cell),
  ]);
  const table = [["", "Temporal", "CronJob", "systemd"], ...rows].map((row) =>
    row
      .map((text, index) => text.padEnd(index === 0 ? FIELD_COLUMNS : GRADE_COLUMNS))
      .join("")
      .trimEnd(),
  );
  const lines = [...table, ...notes.map((note, index) => `[${index + 1}] ${note}`)];
  return ["what each can do", ...lines.map((line) => `  ${line}`)];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
