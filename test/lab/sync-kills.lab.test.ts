import type { ChildProcess } from "node:child_process";
import { afterAll, beforeEach, expect, test } from "vitest";
import { FaultyProxy, type ProxiedRequest } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { syncProjects } from "./sync-projects.ts";

const cluster = sharedCluster();
const projects = syncProjects(cluster);
const proxy = await FaultyProxy.start(cluster);
beforeEach(() => proxy.clear());
afterAll(() => proxy.stop());

const isWrite = ({ method, path }: ProxiedRequest) =>
  method !== "GET" && !path.includes("dryRun=All") && !path.includes("selfsubjectrulesreviews");

/** The writes of a first sync: the Lease, eleven objects, the Lease, a receipt, the Job, the receipt, the Lease. */
const WRITES = 17;

test.each(Array.from({ length: WRITES }, (_, index) => index + 1))(
  "killed after write %i, the next run converges, with one Job in all",
  async (nth) => {
    const project = await projects.create(`kill-${nth}`);
    const kubeconfig = proxy.kubeconfigFor("admin");
    let child: ChildProcess | undefined;
    let writes = 0;
    proxy.onAnswer = (request) => {
      if (!isWrite(request)) return;
      writes++;
      if (writes === nth) child?.kill("SIGKILL");
    };
    const killed = await project.sync(["--yes"], {
      kubeconfig,
      onStart: (started) => {
        child = started;
      },
    });
    // The last write releases the Lease, behind which nothing is left to be done.
    expect(killed.code, killed.output).toBe(137);
    proxy.clear();
    const next = await project.sync(["--yes"], { kubeconfig });
    expect(next.code, next.output).toBe(0);
    expect(await project.jobs()).toHaveLength(1);
    expect((await project.receipts()).map(({ outcome }) => outcome)).toEqual(["ok"]);
    const third = await project.sync(["--dry-run"], { kubeconfig });
    expect(third.code, third.output).toBe(0);
  },
);

test("there are no more writes than those", async () => {
  const project = await projects.create("kill-none");
  const { code } = await project.sync(["--yes"], { kubeconfig: proxy.kubeconfigFor("admin") });
  expect(code).toBe(0);
  const writes = proxy.requests.filter(isWrite).map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`);
  expect(writes).toHaveLength(WRITES);
});
