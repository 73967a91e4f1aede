import { afterEach } from "vitest";
import type { Cluster } from "./cluster.ts";
import { SyncProject } from "./sync-project.ts";

/** Projects that a test makes, each in a namespace of its own; they are removed at its end. */
export function syncProjects(cluster: Cluster) {
  const projects: SyncProject[] = [];
  afterEach(() => {
    for (const project of projects.splice(0)) project.remove();
  });
  const create = async (namespace: string): Promise<SyncProject> => {
    const project = await SyncProject.create(cluster, namespace);
    projects.push(project);
    return project;
  };
  return {
    create,
    /** One that is synced already. */
    synced: async (namespace: string): Promise<SyncProject> => {
      const project = await create(namespace);
      const { code, output } = await project.sync();
      if (code !== 0) throw new Error(output);
      return project;
    },
  };
}
