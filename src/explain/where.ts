import type { OutputFile } from "../emit/output-files.ts";
import type { Definition, TargetFile } from "../model/definition.ts";
import { type Path, valueAt } from "../parse/located.ts";
import { type ManifestLine, manifestLines } from "./manifest-lines.ts";
import { type Provenance, provenanceOf } from "./provenance.ts";
import type { Origin, Scene } from "./provenance-place.ts";
import { fieldsOnLine, lineOfField } from "./source-fields.ts";

/** A sound project and what it compiles to. */
export interface CompiledProject {
  readonly definitions: readonly Definition[];
  readonly targets: readonly TargetFile[];
  readonly outputs: readonly OutputFile[];
}

/** A field of a definition or target, and where it is written. */
export interface SourcePlace {
  /** Relative to the project's root. */
  readonly file: string;
  /** Counts from 1; undefined where the field is left to its default. */
  readonly line: number | undefined;
  /** Dotted; empty for the whole definition. */
  readonly field: string;
}

/** What decides one line of a manifest. */
export interface ManifestAnswer {
  readonly line: ManifestLine;
  readonly origins: readonly SourcePlace[];
  readonly hashOf: Provenance["hashOf"];
  readonly existence: readonly SourcePlace[];
  /** Of a compiled definition: the other lines that it decides. */
  readonly elsewhere: readonly ManifestLine[];
}

/** What one field of a definition or target decides. */
export interface FieldAnswer {
  readonly field: string;
  readonly lines: readonly ManifestLine[];
  /** Hashes over lines that it decides. */
  readonly hashes: readonly ManifestLine[];
  /** The first lines of the objects that are there because of it. */
  readonly objects: readonly ManifestLine[];
}

/** What decides a line of a generated file, which counts from 1; undefined where the file has fewer. */
export function whereFromManifest(
  project: CompiledProject,
  output: OutputFile,
  line: number,
): ManifestAnswer | undefined {
  const scene = sceneOf(project, output.target);
  const found = scene.lines.find((it) => it.file === output && it.line === line);
  if (!found) return undefined;
  const { origins, hashOf, existence } = provenanceOf(found, scene);
  const places = (from: readonly Origin[]) =>
    from.flatMap((origin) => sourcePlace(origin, project, output.target) ?? []);
  const whole = hashOf === undefined ? origins.filter(({ of, path }) => of === "definition" && path.length === 0) : [];
  const elsewhere = scene.lines.filter(
    (it) =>
      it !== found && whole.some((origin) => provenanceOf(it, scene).origins.some((other) => isWithin(origin, other))),
  );
  return { line: found, origins: places(origins), hashOf, existence: places(existence), elsewhere };
}

/** What the fields on a line of a definition or target decide; undefined where the file is neither. */
export function whereFromSource(project: CompiledProject, path: string, line: number): FieldAnswer[] | undefined {
  const definition = project.definitions.find(({ document }) => document.file.path === path);
  const target = project.targets.find(({ document }) => document.file.path === path);
  const source = definition ?? target;
  if (!source) return undefined;
  const scenes = (target ? [target] : project.targets).map((it) => sceneOf(project, it.target.name));
  return fieldsOnLine(source.document, line).map((field) => {
    const origin: Origin = definition
      ? { of: "definition", id: definition.activity.id, path: field }
      : { of: "target", path: field };
    return answerFor(origin, scenes);
  });
}

function answerFor(origin: Origin, scenes: readonly Scene[]): FieldAnswer {
  const known = scenes.flatMap((scene) => scene.lines.map((line) => ({ line, ...provenanceOf(line, scene) })));
  const decided = known.filter(({ origins }) => !isKindOfFile(origin) && origins.some((it) => isWithin(origin, it)));
  const existing = known.filter(({ existence }) => existence.some((it) => isWithin(origin, it)));
  const objects = new Map(existing.map(({ line }) => [line.at?.object, line]).reverse() as [unknown, ManifestLine][]);
  return {
    field: dotted(origin.path),
    lines: decided.filter(({ hashOf }) => hashOf === undefined).map(({ line }) => line),
    hashes: decided.filter(({ hashOf }) => hashOf !== undefined).map(({ line }) => line),
    objects: [...objects.values()].reverse(),
  };
}

/** `type` tells what a file is, and is no part of what it compiles to. */
function isKindOfFile({ path }: Origin): boolean {
  return path[0] === "type";
}

/**
 * Whether an origin stands within a field. A definition's compiled form is one origin, which every field of it shares; a
 * target's group is one only for its own key.
 */
function isWithin(field: Origin, origin: Origin): boolean {
  if (field.of === "target" || origin.of === "target")
    return field.of === origin.of && beginsWith(origin.path, field.path);
  return field.id === origin.id && (beginsWith(origin.path, field.path) || beginsWith(field.path, origin.path));
}

function beginsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((key, index) => String(key) === String(path[index]));
}

function sceneOf({ definitions, targets, outputs }: CompiledProject, name: string): Scene {
  const found = targets.find(({ target }) => target.name === name);
  if (!found) throw new Error(`the outputs of "${name}" come from no target`);
  const documentOf = new Map(definitions.map(({ activity, document }) => [activity, document]));
  return {
    target: found.target,
    activities: definitions.map(({ activity }) => activity),
    lines: outputs.filter(({ target }) => target === name).flatMap(manifestLines),
    isWritten: (activity, path) => {
      const document = documentOf.get(activity);
      return document !== undefined && valueAt(document.root, path) !== undefined;
    },
  };
}

function sourcePlace(origin: Origin, project: CompiledProject, target: string): SourcePlace | undefined {
  const source =
    origin.of === "target"
      ? project.targets.find((it) => it.target.name === target)
      : project.definitions.find(({ activity }) => activity.id === origin.id);
  if (!source) return undefined;
  const line = lineOfField(source.document, origin.path);
  return { file: source.document.file.path, line, field: dotted(origin.path) };
}

/** Keys with dots between them, list indices in brackets. */
export function dotted(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (/^\d+$/.test(String(key))) return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${key}`;
  }, "");
}
