import { parseAllDocuments } from "yaml";
import { activityChanges, differences, type FieldChange } from "../model/activity-changes.ts";
import type { CompiledActivity } from "../model/compiled-activity.ts";
import type { KubernetesObject } from "../project/projection.ts";
import type { OutputFile } from "./output-files.ts";
import { DOCUMENT_MARK } from "./serialize.ts";

/** In what a generated file differs from what the sources compile to; in the terms of activities first. */
export interface FileDifference {
  readonly path: string;
  readonly activities: readonly ActivityDifference[];
  readonly objects: readonly ObjectDifference[];
}

export interface ActivityDifference {
  readonly id: string;
  readonly kind: "added" | "removed" | "changed";
  readonly fields: readonly FieldChange[];
  /** The activity as compiled now, or as it was where it is removed. */
  readonly activity: CompiledActivity;
}

export interface ObjectDifference {
  /** Kind and name. */
  readonly name: string;
  readonly kind: "added" | "removed" | "changed" | "renamed";
  readonly fields: readonly FieldChange[];
}

/** The objects of a file on disk and those of what the sources compile to, without those that are the same. */
export interface Unlike {
  readonly before: readonly KubernetesObject[];
  readonly after: readonly KubernetesObject[];
}

/** Tells in what a generated file differs. */
export function fileDifference(path: string, { before, after }: Unlike): FileDifference {
  return {
    path,
    activities: activityDifferences(activitiesIn(before), activitiesIn(after)),
    objects: objectDifferences(before, after),
  };
}

/** Compares an output with the text on disk: objects whose text is the same, of which a large fleet has hundreds, are left out. */
export function unlike(existing: string, output: OutputFile): Unlike {
  const [, ...parts] = output.parts();
  const documents = documentsIn(existing);
  const old = new Set([...documents, documents.at(-1)?.slice(0, -1)]);
  const now = new Set(parts);
  const changed = documents.filter((text) => !now.has(text) && !now.has(text.slice(0, -1)));
  return {
    before: readObjects(changed.join("")),
    after: output.objects.filter((_, index) => !old.has(parts[index])),
  };
}

function documentsIn(text: string): string[] {
  return text.split(`\n${DOCUMENT_MARK}`).map((document) => `${DOCUMENT_MARK}${document}\n`);
}

/** The objects in the text of an output on disk, in its order. What cannot be read counts as not there. */
export function objectsOnDisk(output: OutputFile, existing: string): KubernetesObject[] {
  const [, ...parts] = output.parts();
  const compiled = new Map(parts.map((text, index) => [text, output.objects[index]]));
  return documentsIn(existing).flatMap((text) => {
    const same = compiled.get(text) ?? compiled.get(text.slice(0, -1));
    return same ? [same] : readObjects(text);
  });
}

/** The compiled activity of an id in the text of a manifest, of which no more is read than that takes. */
export function activityOnDisk(existing: string, id: string): CompiledActivity | undefined {
  const naming = documentsIn(existing).filter((text) => text.includes(id));
  return activitiesIn(readObjects(naming.join(""))).get(id);
}

/** What cannot be read counts as not there. */
function readObjects(text: string): KubernetesObject[] {
  try {
    const documents = parseAllDocuments(text);
    return [...documents].map((document) => document.toJS()).filter(isObject);
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is KubernetesObject {
  const { kind, metadata } = (value ?? {}) as Partial<KubernetesObject>;
  return typeof kind === "string" && typeof metadata?.name === "string";
}

/** The parts of an object, generated or live, that tell whether it holds definitions. */
interface NamedData {
  readonly kind?: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

const isShard = ({ kind, metadata }: NamedData) =>
  kind === "ConfigMap" && /^actcore-definitions(?:-|$)/.test(metadata.name);

/** The compiled activities in the ConfigMaps of definitions among some objects, by id. */
export function activitiesIn(objects: readonly NamedData[]): Map<string, CompiledActivity> {
  const found = new Map<string, CompiledActivity>();
  for (const { data } of objects.filter(isShard)) {
    for (const text of Object.values(data ?? {})) {
      const activity = readActivity(text);
      if (activity) found.set(activity.id, activity);
    }
  }
  return found;
}

function readActivity(text: unknown): CompiledActivity | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    const isActivity = typeof value === "object" && value !== null && "behaviour_sha256" in value && "id" in value;
    return isActivity ? (value as CompiledActivity) : undefined;
  } catch {
    return undefined;
  }
}

/** What changed from some activities to others, both by id. */
export function activityDifferences(
  before: ReadonlyMap<string, CompiledActivity>,
  after: ReadonlyMap<string, CompiledActivity>,
): ActivityDifference[] {
  const differing: ActivityDifference[] = [];
  for (const [id, activity] of after) {
    const old = before.get(id);
    const fields = old ? activityChanges(old, activity) : [];
    if (!old) differing.push({ id, kind: "added", fields, activity });
    else if (fields.length > 0) differing.push({ id, kind: "changed", fields, activity });
  }
  for (const [id, activity] of before) {
    if (!after.has(id)) differing.push({ id, kind: "removed", fields: [], activity });
  }
  return differing;
}

/** Shards are named by their content and told by their activities; a Job's new name is told as a renaming. */
function objectDifferences(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): ObjectDifference[] {
  const old = byName(before);
  const now = byName(after);
  const differing: ObjectDifference[] = [];
  for (const [name, object] of now) {
    const was = old.get(name);
    if (!was) differing.push({ name, kind: "added", fields: [] });
    else if (was.metadata.name !== object.metadata.name) {
      differing.push({
        name,
        kind: "renamed",
        fields: [{ field: "name", before: was.metadata.name, after: object.metadata.name }],
      });
    } else {
      const fields = differences("", was, object).filter(({ field }) => !field.endsWith("content-sha256"));
      if (fields.length > 0) differing.push({ name, kind: "changed", fields });
    }
  }
  for (const name of old.keys()) if (!now.has(name)) differing.push({ name, kind: "removed", fields: [] });
  return differing;
}

function byName(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
  const told = objects.filter((object) => !isShard(object));
  return new Map(
    told.map((object) => [`${object.kind} ${object.metadata.name.replace(/-[0-9a-f]{10}-a\d+$/, "")}`, object]),
  );
}
