import type { PackedActivity } from "../model/compiled-activity.ts";
import type { Labels, Target } from "../model/target.ts";

/** A Kubernetes object as it is applied. Beyond what all objects share, its members are those of its kind. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

export interface ObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** One generated file of a target, as a pure function. The order of the activities decides nothing. */
export interface Projection {
  readonly name: string;
  /** The file's name; its number is the order in which people apply the files. */
  readonly file: string;
  /** Whether `sync` applies the objects, so that they decide the name of the sync Job. */
  readonly isSynced: boolean;
  /** `before` holds the synced objects of the projections that come earlier in the list. */
  project(
    activities: readonly PackedActivity[],
    target: Target,
    before: readonly KubernetesObject[],
  ): readonly KubernetesObject[];
}
