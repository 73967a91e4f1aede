import { inject } from "vitest";
import { Cluster } from "./cluster.ts";

/** The cluster that all test files of a run share: each keeps to namespaces of its own. */
export function sharedCluster(): Cluster {
  return new Cluster(inject("cluster"));
}
