import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { CommandName } from "../../src/operate/command-result.ts";
import { type CommandBehaviour, commandStandIn, SWEEP } from "./command-stand-in.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { type Ended, type RunOptions, SyncProject } from "./sync-project.ts";

/** Where evidence about the shipped activity lies in a project. */
export const EVIDENCE = `evidence/railiance01/${SWEEP.id}`;

/**
 * One synced project for all tests of a file. Each test begins with what the sync has left: no Job of a command, no Lease, no
 * evidence, and a stand-in for actcore-sync that behaves.
 */
export async function operatedProject(namespace: string) {
  const cluster = sharedCluster();
  const proxy = await FaultyProxy.start(cluster);
  const project = await SyncProject.create(cluster, namespace);
  const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  const behaving = (behaviour: CommandBehaviour = {}) => project.setSync(commandStandIn(behaviour));
  beforeAll(async () => {
    const { code, output } = await project.sync();
    if (code !== 0) throw new Error(output);
  });
  beforeEach(async () => {
    proxy.clear();
    project.git("checkout", "-q", ".");
    project.git("clean", "-qfd");
    behaving();
    const selector = "labelSelector=app.kubernetes.io/component=command";
    await cluster.api("DELETE", `${jobs}?${selector}&propagationPolicy=Background`);
    await cluster.api("DELETE", leases);
  });
  afterAll(async () => {
    project.remove();
    await proxy.stop();
  });
  return {
    cluster,
    proxy,
    project,
    /** The paths of the namespace's Jobs and Leases. */
    jobs,
    leases,
    behaving,
    /** Runs an operator's command through the proxy. */
    operate: (command: CommandName, args: readonly string[] = [], options: RunOptions = {}): Promise<Ended> =>
      project.run([command, SWEEP.id, ...args], { kubeconfig: proxy.kubeconfigFor("admin"), ...options }),
    /** The names of the Jobs of a command. */
    jobsOf: async (command: CommandName) =>
      (await project.jobs()).filter((name) => name.startsWith(`actcore-${command}-`)),
    /** The names of the files of evidence. */
    evidence: (): string[] => {
      const folder = join(project.folder, EVIDENCE);
      return existsSync(folder) ? readdirSync(folder).sort() : [];
    },
  };
}
