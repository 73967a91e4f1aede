import type { TestProject } from "vitest/node";
import type { ClusterAddress } from "./cluster.ts";
import { startLab } from "./start-lab.ts";

declare module "vitest" {
  interface ProvidedContext {
    cluster: ClusterAddress;
  }
}

/** One lab for all test files; vitest calls what this returns when the last one is done, or is interrupted. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = Date.now();
  const lab = await startLab();
  console.log(
    `lab at ${lab.url} (KUBECONFIG=${lab.kubeconfig}), started in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  project.provide("cluster", lab.address);
  return lab.stop;
}
