import type { Cluster } from "../cluster/api-call.ts";
import type { Clock } from "../cluster/clock.ts";
import type { Target } from "../model/target.ts";
import type { Progress } from "./progress.ts";

/** What every step of an operation works with. */
export interface Operation {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly target: Target;
}

const MS_PER_SECOND = 1000;

/** How long it is since an instant of this clock: "3.2 s". */
export function secondsSince(clock: Clock, begin: number): string {
  return `${((clock.now() - begin) / MS_PER_SECOND).toFixed(1)} s`;
}

/** The API server's time, RFC 3339 in UTC. */
export function serverTimestamp({ cluster }: Pick<Operation, "cluster">): string {
  return new Date(cluster.serverTime()).toISOString();
}
