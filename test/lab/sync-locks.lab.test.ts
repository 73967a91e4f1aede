import { spawnSync } from "node:child_process";
import { hostname, userInfo } from "node:os";
import { afterAll, beforeEach, expect, test } from "vitest";
import { FaultyProxy } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";
import type { SyncProject } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";
import { standInScript } from "./sync-stand-in.ts";

const cluster = sharedCluster();
const projects = syncProjects(cluster);
const proxy = await FaultyProxy.start(cluster);
beforeEach(() => proxy.clear());
afterAll(() => proxy.stop());

const leasePath = ({ namespace }: SyncProject) => `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;

/** Makes the Lease as another operator's, renewed that many seconds ago. */
async function holdLease(
  project: SyncProject,
  secondsAgo: number,
  holderIdentity = "eve@elsewhere:4711#0f",
): Promise<void> {
  const time = new Date(Date.now() - secondsAgo * 1000).toISOString().replace("Z", "000Z");
  const spec = {
    holderIdentity,
    leaseDurationSeconds: 90,
    acquireTime: time,
    renewTime: time,
  };
  await cluster.api("POST", leasePath(project), {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "actcore-sync" },
    spec,
  });
}

test("a Lease that is held names its holder; --break-lock takes it", async () => {
  const project = await projects.create("lease-held");
  await holdLease(project, 5);
  const { output, code } = await project.sync();
  expect(output).toMatch(/✖ locked by eve@elsewhere:4711 since/);
  expect(output).toMatch(/ends in \d\d s unless it is renewed again/);
  expect(code).toBe(5);
  expect(await project.jobs()).toEqual([]);
  const broken = await project.sync(["--yes", "--break-lock"]);
  expect(broken.output).toContain("took over the lock of eve@elsewhere:4711#0f");
  expect(broken.code).toBe(0);
});

test("a holder of the same name on another machine is not taken for one that has ended here", async () => {
  const project = await projects.create("lease-namesake");
  const { pid } = spawnSync("true");
  await holdLease(project, 5, `${userInfo().username}@${hostname()}:${pid}#0f`);
  const { output, code } = await project.sync();
  expect(output).toContain(`✖ locked by ${userInfo().username}@${hostname()}:${pid} since`);
  expect(code).toBe(5);
});

test("a Lease that expired is taken over; a dry run needs none", async () => {
  const project = await projects.create("lease-expired");
  await holdLease(project, 100);
  expect((await project.sync(["--dry-run"])).code).toBe(3);
  expect((await project.sync()).code).toBe(0);
});

test("a Lease that is taken in the middle ends the sync before its Job", async () => {
  const project = await projects.create("lease-lost");
  proxy.onRequest = async ({ method, path }) => {
    // The index is the last object before the Job.
    if (method !== "PATCH" || path.includes("dryRun") || !path.includes("/configmaps/actcore-definitions?")) return;
    await cluster.api(
      "PATCH",
      `${leasePath(project)}/actcore-sync`,
      { spec: { holderIdentity: "eve@elsewhere:4711#0f" } },
      "application/merge-patch+json",
    );
  };
  const { output, code } = await project.sync(["--yes"], { kubeconfig: proxy.kubeconfigFor("admin") });
  expect(output).toContain("✖ locked by eve@elsewhere:4711");
  expect(code).toBe(5);
  expect(await project.jobs()).toEqual([]);
});

test("of two syncs at once one works, and the other is told who does", async () => {
  const project = await projects.create("lease-two");
  project.setSync(standInScript("slow"));
  const [one, other] = await Promise.all([project.sync(), project.sync()]);
  const codes = [one.code, other.code].sort();
  expect(codes, `${one.output}${other.output}`).toEqual([0, 5]);
  expect(`${one.output}${other.output}`).toMatch(/✖ locked by \S+@\S+:\d+ since/);
  expect(await project.jobs()).toHaveLength(1);
});
