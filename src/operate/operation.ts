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

/** The API server's time, RFC 3339 in UTC. */
export function serverTimestamp({ cluster }: Pick<Operation, "cluster">): string {
  return new Date(cluster.serverTime()).toISOString();
}
