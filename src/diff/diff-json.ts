import type { ActivityDiff, FieldDiff } from "./project-diff.ts";
import { type Comparison, openCodes, standingOf } from "./verdict.ts";

/** A comparison as JSON, by `schemas/diff.schema.json`; a value that is absent on one side is left out. */
export function diffJson(comparison: Comparison): string {
  const { diff, against, commit, unread } = comparison;
  const document = {
    schema_version: 1,
    against,
    commit,
    is_breaking: openCodes(comparison).length > 0,
    activities: diff.activities.map((activity) => jsonActivity(activity, comparison)),
    targets: diff.targets.map(({ kind, name, fields }) => ({ kind, name, fields: fields.map(jsonField) })),
    unchanged: diff.unchanged,
    unread,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function jsonActivity(activity: ActivityDiff, { allowed }: Comparison) {
  const { kind, id, uuid, previousId, path, effect, fields, breaks } = activity;
  return {
    kind,
    id,
    uuid,
    previous_id: previousId ?? null,
    path,
    effect: effect ?? null,
    fields: fields.map(jsonField),
    breaks: breaks.map((it) => ({ ...it, standing: standingOf(it, allowed) })),
  };
}

function jsonField({ field, before, after, effect }: FieldDiff) {
  return { field, before, after, effect: effect ?? null };
}
