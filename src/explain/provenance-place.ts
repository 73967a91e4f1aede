import type { Activity } from "../model/activity.ts";
import type { Target } from "../model/target.ts";
import type { Path } from "../parse/located.ts";
import { entriesInKeyOrder } from "../project/in-key-order.ts";
import { COMPONENT_LABEL } from "../project/kubernetes-object.ts";
import type { KubernetesObject } from "../project/projection.ts";
import type { ManifestLine } from "./manifest-lines.ts";

/** What decides a line: a field of the target, or of a definition; all of it where the path is empty. */
export type Origin =
  | { readonly of: "target"; readonly path: Path }
  | { readonly of: "definition"; readonly id: string; readonly path: Path };

/** What a target's manifests were compiled from. */
export interface Scene {
  readonly target: Target;
  readonly activities: readonly Activity[];
  /** Whether a definition writes a field, or leaves it to its default. */
  readonly isWritten: (activity: Activity, path: Path) => boolean;
  /** Every line of the target's manifests. */
  readonly lines: readonly ManifestLine[];
}

/** A line under question, and what a row of the table matched on it. */
export interface Place {
  readonly scene: Scene;
  readonly line: ManifestLine;
  readonly object: KubernetesObject;
  readonly path: Path;
  /** What the pattern's stars stand for, in their order. */
  readonly stars: readonly string[];
}

/** Finds what decides a place. */
export type Finder = (place: Place) => readonly Origin[];

/** A target's field by its path with blanks between the keys, `{0}` for a star, `{bridge}` for the bridge at hand. */
export function targetField(template: string): Finder {
  return (place) => {
    const path = template.split(" ").map((key) => filled(key, place));
    return valueIn(place.scene.target, path) === undefined ? [] : [{ of: "target", path }];
  };
}

function filled(key: string, place: Place): string {
  if (key === "{bridge}") return bridgeAt(place) ?? "";
  return key.replace(/^\{(\d)\}$/, (_, star: string) => place.stars[Number(star)] ?? "");
}

/** The value at a path of plain data. */
export function valueIn(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    data,
  );
}

/** A policy's rules for DNS, Temporal and the database come before those for the bridges. */
const EGRESS_BEFORE_BRIDGES = 3;

/** The bridge that an object belongs to, that a variable leads to, or that a network policy lets through. */
export function bridgeAt({ object, path, stars, scene: { target } }: Place): string | undefined {
  if (object.kind === "NetworkPolicy")
    return entriesInKeyOrder(target.bridges)[Number(path[2]) - EGRESS_BEFORE_BRIDGES]?.[0];
  if (componentOf(object) === "environment") return target.environment[stars[0] ?? ""]?.bridge;
  return object.metadata.name;
}

export function componentOf({ metadata }: KubernetesObject): string {
  return metadata.labels[COMPONENT_LABEL] ?? "";
}
