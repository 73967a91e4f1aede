import type { IContainer, IPodSpec } from "kubernetes-models/v1";

/** A pod as the API server gives it: what is always there is not optional. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
    readonly deletionGracePeriodSeconds?: number;
  };
  readonly spec: IPodSpec;
  readonly status?: { readonly phase?: string };
}

export type Container = IContainer;

/** As the API writes times: whole seconds, UTC. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
