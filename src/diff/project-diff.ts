import type { Activity } from "../model/activity.ts";
import { activityChanges, differences, type FieldChange } from "../model/activity-changes.ts";
import { compileActivity } from "../model/compiled-activity.ts";
import type { Definition } from "../model/definition.ts";
import { inReadingOrder } from "../model/reading-order.ts";
import type { Target } from "../model/target.ts";
import { compareText } from "../source/compare-text.ts";
import type { Break, Change } from "./change.ts";
import { effectOf, runsAWeek } from "./effects.ts";
import { findBreaks, removalBreaks } from "./find-breaks.ts";
import { maskedChange } from "./masked.ts";
import { type Match, matchDefinitions } from "./match-definitions.ts";

/** The sound definitions and targets of one side. */
export interface Side {
  readonly definitions: readonly Definition[];
  readonly targets: readonly Target[];
}

/** What changed from one side to the other, in the order of ids and names; nothing of what stayed as it was. */
export interface ProjectDiff {
  readonly activities: readonly ActivityDiff[];
  readonly targets: readonly TargetDiff[];
  /** How many activities mean what they meant. */
  readonly unchanged: number;
}

export interface ActivityDiff {
  readonly kind: "added" | "removed" | "changed";
  readonly id: string;
  readonly uuid: string;
  /** Of an activity whose id changed. */
  readonly previousId?: string;
  /** The definition's file, or the one that it had. */
  readonly path: string;
  /** What an added or removed activity does, in words. */
  readonly effect?: string;
  readonly fields: readonly FieldDiff[];
  readonly breaks: readonly Break[];
}

/** One field, its secrets masked; `undefined` where it is absent. */
export interface FieldDiff extends FieldChange {
  /** What the change does, in words. */
  readonly effect?: string;
}

export interface TargetDiff {
  readonly kind: "added" | "removed" | "changed";
  readonly name: string;
  readonly fields: readonly FieldDiff[];
}

/** Compares two sides of a project: what the activities and the targets mean, not how they are written. */
export function diffProjects(before: Side, after: Side): ProjectDiff {
  const targets = commonTargets(before.targets, after.targets);
  const matches = matchDefinitions(before.definitions, after.definitions);
  const activities = matches.flatMap((match) => activityDiff(match, targets) ?? []);
  return {
    activities,
    targets: targetDiffs(before.targets, after.targets),
    unchanged: matches.length - activities.length,
  };
}

function activityDiff(match: Match, targets: Change["targets"]): ActivityDiff | undefined {
  if (match.kind === "added") return { ...aloneDiff("added", match.after), breaks: [] };
  if (match.kind === "removed")
    return { ...aloneDiff("removed", match.before), breaks: removalBreaks(match.before.activity) };
  const { before, after } = match;
  const fields = fieldDiffs(before.activity, after.activity);
  const breaks = findBreaks({ before, after, targets });
  if (fields.length === 0 && breaks.length === 0) return undefined;
  const { id, uuid } = after.activity;
  const previous = before.activity.id === id ? {} : { previousId: before.activity.id };
  return { kind: "changed", id, uuid, ...previous, path: after.document.file.path, fields, breaks };
}

function aloneDiff(kind: "added" | "removed", { activity, document }: Definition) {
  const { id, uuid, enabled } = activity;
  const effect = enabled ? `enabled: ${runsAWeek(activity)} runs a week` : "paused";
  return { kind, id, uuid, path: document.file.path, effect, fields: [] };
}

function fieldDiffs(before: Activity, after: Activity): FieldDiff[] {
  return activityChanges(inReadingOrder(compileActivity(before)), inReadingOrder(compileActivity(after))).map(
    (change) => {
      const effect = effectOf(change.field, before, after);
      return { ...maskedChange(change), ...(effect === undefined ? {} : { effect }) };
    },
  );
}

function commonTargets(before: readonly Target[], after: readonly Target[]): Change["targets"] {
  return after.flatMap((target) => {
    const old = before.find(({ name }) => name === target.name);
    return old ? [{ before: old, after: target }] : [];
  });
}

function targetDiffs(before: readonly Target[], after: readonly Target[]): TargetDiff[] {
  const changed = commonTargets(before, after).flatMap((pair): TargetDiff[] => {
    const fields = differences("", pair.before, pair.after).map(maskedChange);
    return fields.length > 0 ? [{ kind: "changed", name: pair.after.name, fields }] : [];
  });
  const alone = (kind: "added" | "removed", own: readonly Target[], other: readonly Target[]): TargetDiff[] =>
    own.filter(({ name }) => !other.some((it) => it.name === name)).map(({ name }) => ({ kind, name, fields: [] }));
  return [...changed, ...alone("added", after, before), ...alone("removed", before, after)].sort((a, b) =>
    compareText(a.name, b.name),
  );
}
