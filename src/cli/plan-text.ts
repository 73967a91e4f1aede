import { type Change, changeCounts } from "../cluster/change-set.ts";
import { serialize } from "../emit/serialize.ts";
import type { FieldChange } from "../model/activity-changes.ts";
import type { Callouts } from "../operate/guards.ts";
import type { SyncPlan } from "../operate/plan.ts";
import { INDEX_KEY, isShardName } from "../project/definition-config-maps.ts";
import { activitiesLines, changeWords } from "./difference-words.ts";
import { plural } from "./report-diagnostics.ts";

const MAX_FIELDS = 3;

/** A plan for people: the activities first, in their own terms, then the objects, then what has to be seen. */
export function planText({ activities, changes }: SyncPlan, shown: Callouts, target: string): string {
  const counts = changeCounts(changes);
  const told = activitiesLines(activities);
  const moving = changes.filter(({ action }) => action !== "unchanged");
  const width = Math.max(0, ...moving.map(({ kind }) => kind.length));
  const nameWidth = Math.max(0, ...moving.filter(({ fields }) => fields.length > 0).map(({ name }) => name.length));
  const lines = [
    ...told,
    ...(told.length > 0 ? [""] : []),
    ...moving.map((change) => changeLine(change, width, nameWidth)),
    ...(counts.unchanged > 0 ? [`  unchanged  ${plural(counts.unchanged, "object")}`] : []),
    ...calloutLines(shown),
    opLine(counts),
  ];
  return moving.length === 0
    ? `${target} is as it should be: ${plural(counts.unchanged, "object")} unchanged\n`
    : `${lines.join("\n")}\n`;
}

function changeLine({ kind, name, action, fields, isForced }: Change, width: number, nameWidth: number): string {
  const head = `  ${action.padEnd(9)}  ${kind.padEnd(width)}  `;
  const telling = fields.filter(({ field }) => !/^metadata\.annotations\b/.test(field) && !field.endsWith("-sha256"));
  if (action !== "configure") return `${head}${name}${suffix(action, kind, name)}`;
  const words = telling.slice(0, MAX_FIELDS).map((change) => fieldWords(change));
  if (telling.length > MAX_FIELDS) words.push(`and ${telling.length - MAX_FIELDS} more`);
  const rolls = kind === "Deployment" && fields.some(({ field }) => field.startsWith("spec.template")) ? ["rolls"] : [];
  const taken = isForced ? ["taken over"] : [];
  return `${head}${name.padEnd(nameWidth)}  ${[...words, ...rolls, ...taken].join(", ") || "labels or annotations"}`.trimEnd();
}

function suffix(action: Change["action"], kind: string, name: string): string {
  if (action === "suspend") return "  it is of another projection";
  if (action === "prune" && kind === "ConfigMap" && isShardName(name)) return "  definitions of an older generation";
  return "";
}

/** The index of the definitions is a hash a shard, and says nothing to people. */
function fieldWords(change: FieldChange): string {
  if (change.field === `data.${INDEX_KEY}`) return "the index of the definitions";
  return changeWords({ ...change, field: shortField(change.field) });
}

/** The end of a path says more than its beginning. */
function shortField(field: string): string {
  return field.replace(/^spec\.template\.spec\.containers\[0\]\./, "").replace(/^(?:data|spec)\./, "");
}

function calloutLines({ unpaused, paused, retired, hosts, pruned }: Callouts): string[] {
  return [
    ...unpaused.map((id) => `  ! ${id} begins to run`),
    ...paused.map((id) => `  ! ${id} is paused`),
    ...retired.map((id) => `  ! ${id} is retired: its schedule is paused for good`),
    ...hosts.map((words) => `  ! calls go elsewhere: ${words}`),
    ...pruned.map((name) => `  ! ${name} is deleted`),
  ];
}

function opLine({ create, configure, prune, suspend, unchanged }: ReturnType<typeof changeCounts>): string {
  const suspended = suspend > 0 ? `, ${suspend} suspend` : "";
  return `Op: ${create} create, ${configure} configure, ${prune} prune${suspended}, ${unchanged} unchanged`;
}

/** The objects that would be applied, as YAML. */
export function planYaml({ changes }: SyncPlan, target: string): string {
  const applied = changes.filter(({ action }) => action === "create" || action === "configure");
  return serialize(
    applied.flatMap(({ desired }) => desired ?? []),
    { target },
  );
}
