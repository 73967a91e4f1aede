import { runsAWeek } from "../diff/effects.ts";
import { maskedChange } from "../diff/masked.ts";
import type { ActivityDifference, FileDifference, ObjectDifference } from "../emit/file-difference.ts";
import type { FieldChange } from "../model/activity-changes.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import { plural } from "./report-diagnostics.ts";

const MAX_ACTIVITIES_SHOWN = 20;
/** Columns that a value may take before what follows is no longer aligned. */
const MAX_ALIGNED = 32;

/** A generated file that is not what the sources compile to. */
export interface DifferingFile {
  readonly path: string;
  /** Whether there is no such file. */
  readonly isMissing: boolean;
  difference(): FileDifference;
}

/** What changed in a file, in one line: the first activity or object, and how many more. */
export function differenceSummary(file: DifferingFile): string {
  const { activities, objects } = file.difference();
  const told = [
    ...activities.map(({ id, kind, fields }) =>
      kind === "changed" ? `${id}: ${fields.map(changeWords).join(", ")}` : `${id} ${kind}`,
    ),
    ...objects.map(objectSummary),
  ];
  const [first, ...more] = told;
  if (first === undefined) return "form only";
  return more.length > 0 ? `${first} (and ${more.length} more)` : first;
}

function objectSummary({ name, kind, fields }: ObjectDifference): string {
  if (kind === "renamed") return String(fields[0]?.after);
  // The file of a unit has its name.
  return isUnit(name) ? fields.map(changeWords).join(", ") : `${name} ${kind}`;
}

function isUnit(name: string): boolean {
  return /\.(?:service|timer)$/.test(name);
}

/** Everything in which a file on disk is not what the sources compile to, the activities first. */
export function staleReport(file: DifferingFile, shown: (path: string) => string): string {
  const path = shown(file.path);
  if (file.isMissing) return `missing: ${path}\n`;
  const difference = file.difference();
  const what = isUnit(path) ? "settings" : "objects";
  const lines = [`stale: ${path} does not match the definitions`, ...differenceLines(difference, what)];
  return `${lines.join("\n")}\n`;
}

/** A difference line by line, the activities first. */
export function differenceLines({ activities, objects }: FileDifference, what = "objects"): string[] {
  if (activities.length === 0 && objects.length === 0)
    return [`  the ${what} are the same; comments, order or formatting differ`];
  return [...activitiesLines(activities), ...objects.flatMap(objectLines)];
}

/** The first activities and their fields, and how many more there are. */
export function activitiesLines(activities: readonly ActivityDifference[]): string[] {
  const more = activities.length - MAX_ACTIVITIES_SHOWN;
  const lines = activities.slice(0, MAX_ACTIVITIES_SHOWN).flatMap(activityLines);
  return more > 0 ? [...lines, `  … and ${more} more activities`] : lines;
}

/** One activity and its fields, each with what its change does. */
function activityLines({ id, kind, fields, activity }: ActivityDifference): string[] {
  if (kind === "added")
    return [`  ${id}  added, ${activity.enabled ? `${runsAWeek(activity)} runs a week` : "paused"}`];
  if (kind === "removed") return [`  ${id}  removed: its schedule would be retired`];
  const width = Math.max(...fields.map(({ field }) => field.length));
  const values = Math.min(MAX_ALIGNED, Math.max(...fields.map((change) => valueWords(change).length)));
  const rows = fields.map((change) => {
    const effect = effectWords(change, activity);
    return `    ${change.field.padEnd(width)}  ${effect ? `${valueWords(change).padEnd(values)}  ${effect}` : valueWords(change)}`;
  });
  return [`  ${id}`, ...rows];
}

function objectLines({ name, kind, fields }: ObjectDifference): string[] {
  if (kind === "renamed") return [`  ${fields.map(({ before, after }) => `${before} -> ${after}`).join(", ")}`];
  return [`  ${name}  ${kind}`, ...fields.map((change) => `    ${changeWords(change)}`)];
}

/** A field with its value before and after; of a text of several lines, the first that changes. */
export function changeWords(change: FieldChange): string {
  const lines = changedLines(change);
  if (!lines) return `${change.field} ${valueWords(change)}`;
  const more = lines.count > 1 ? `, and ${plural(lines.count - 1, "line")} more` : "";
  return `${change.field} line ${lines.number}: ${valueWords(lines)}${more}`;
}

/** How two texts of several lines differ between the lines that both begin and end with. */
function changedLines({ before, after }: FieldChange) {
  if (typeof before !== "string" || typeof after !== "string" || !/\n./.test(before + after)) return undefined;
  const [old, now] = [before.split("\n"), after.split("\n")];
  const first = old.findIndex((line, index) => line !== now[index]);
  if (first < 0) return undefined;
  const shortest = Math.min(old.length, now.length) - first;
  let last = 0;
  while (last < shortest && old.at(-1 - last) === now.at(-1 - last)) last++;
  const [removed, added] = [old, now].map((lines) => lines.slice(first, lines.length - last));
  const pairs = Array.from({ length: Math.max(removed?.length ?? 0, added?.length ?? 0) }, (_, index) => ({
    before: removed?.[index]?.trim(),
    after: added?.[index]?.trim(),
  }));
  const count = pairs.filter((pair) => pair.before !== pair.after).length;
  return { field: "", number: first + 1, count: Math.max(count, 1), before: pairs[0]?.before, after: pairs[0]?.after };
}

/** What was and what is, secrets masked: it may be printed to the log of a build. */
function valueWords(change: FieldChange): string {
  const { before, after } = maskedChange(change);
  return `${word(before)} -> ${word(after)}`;
}

function word(value: unknown): string {
  if (value === undefined) return "absent";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function effectWords({ field, after }: FieldChange, activity: CompiledActivity): string | undefined {
  if (field === "enabled") {
    return after === true
      ? `the schedule would be unpaused: ${runsAWeek(activity)} runs a week`
      : "the schedule would be paused";
  }
  if (field === "schedule.cron") return `${runsAWeek(activity)} runs a week`;
  return undefined;
}
