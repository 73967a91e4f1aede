import type { Labels } from "../model/target.ts";

/** A Kubernetes object as the API server has it. Beyond what all objects share, its members are those of its kind. */
export interface LiveObject {
  /** Absent in the items of a list. */
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: LiveMetadata;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

export interface LiveMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  /** RFC 3339. */
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  readonly managedFields?: readonly unknown[];
}

/** Kind and name: `ConfigMap actcore-runtime-env`. */
export function objectName(kind: string, name: string): string {
  return `${kind} ${name}`;
}
