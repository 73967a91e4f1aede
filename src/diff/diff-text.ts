import { printable } from "../diagnostics/frame.ts";
import type { Break } from "./change.ts";
import type { ActivityDiff, FieldDiff, TargetDiff } from "./project-diff.ts";
import { type Comparison, openCodes, standingOf } from "./verdict.ts";

/** Columns that a value may take before what follows is no longer aligned. */
const MAX_ALIGNED = 40;
const MAX_VALUE = 60;

/** A comparison for people, as lines of text; one line where nothing changed. */
export function diffText(comparison: Comparison): string {
  const { diff, unread, against } = comparison;
  const blocks = [
    ...unread.map(({ path, message }) => [`unread   ${path} at ${against} counts as absent: ${message}`]),
    ...diff.activities.map((activity) => activityLines(activity, comparison)),
    ...diff.targets.map(targetLines),
  ];
  const lines = [...blocks.flatMap((block) => [...block, ""]), ...summaryLines(comparison)];
  return `${lines.map(printable).join("\n")}\n`;
}

function activityLines(activity: ActivityDiff, { allowed }: Comparison): string[] {
  const { kind, id, previousId, effect, fields, breaks } = activity;
  const was = previousId === undefined ? "" : `  (was ${previousId})`;
  return [
    `${kind.padEnd(7)}  ${id}${was}${effect === undefined ? "" : `  ${effect}`}`,
    ...fieldLines(fields),
    ...breaks.flatMap((it) => breakLines(it, standingOf(it, allowed))),
  ];
}

function breakLines({ code, message, help }: Break, standing: ReturnType<typeof standingOf>): string[] {
  const line = `  ${standing}[${code}]: ${message}`;
  return standing === "allowed" ? [line] : [line, `    = help: ${help}`];
}

function targetLines({ kind, name, fields }: TargetDiff): string[] {
  const effect = kind === "removed" ? "  nothing is compiled for it any more, and what runs there goes on" : "";
  return [`${kind.padEnd(7)}  target ${name}${effect}`, ...fieldLines(fields)];
}

function fieldLines(fields: readonly FieldDiff[]): string[] {
  const nameWidth = Math.max(...fields.map(({ field }) => field.length));
  const valueWidth = Math.min(MAX_ALIGNED, Math.max(...fields.map((it) => valueWords(it).length)));
  return fields.map((it) => {
    const values = it.effect === undefined ? valueWords(it) : `${valueWords(it).padEnd(valueWidth)}  ${it.effect}`;
    return `  ${it.field.padEnd(nameWidth)}  ${values}`;
  });
}

function valueWords({ before, after }: FieldDiff): string {
  return `${word(before)} -> ${word(after)}`;
}

function word(value: unknown): string {
  if (value === undefined) return "absent";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}

function summaryLines(comparison: Comparison): string[] {
  const { diff, against } = comparison;
  const count = (kind: ActivityDiff["kind"]) => diff.activities.filter((it) => it.kind === kind).length;
  const kinds = (["changed", "added", "removed"] as const).filter((kind) => count(kind) > 0);
  const activities = kinds.map((kind) => `${count(kind)} ${kind}`);
  const targets = diff.targets.length > 0 ? [plural(diff.targets.length, "target")] : [];
  const unchanged = diff.unchanged > 0 ? [`${diff.unchanged} unchanged`] : [];
  if (activities.length + targets.length === 0)
    return [`no change against ${against}: ${diff.unchanged} ${diff.unchanged === 1 ? "activity" : "activities"}`];
  const summary = `against ${against}: ${[...activities, ...unchanged, ...targets].join(", ")}`;
  const open = openCodes(comparison);
  if (open.length === 0) return [`${summary}; nothing breaks${comparison.allowed.size > 0 ? " unacknowledged" : ""}`];
  const breaks = diff.activities
    .flatMap((it) => it.breaks)
    .filter((it) => standingOf(it, comparison.allowed) === "break");
  return [
    `${summary}; ${plural(breaks.length, "break")}`,
    `acknowledge with ${open.map((code) => `--allow ${code}`).join(" ")}`,
  ];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
