// Measures `actdef sync --dry-run` beside `kubectl diff` on the control plane of test/lab, and counts its calls.
import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FaultyProxy } from "../test/lab/faulty-proxy.ts";
import { sharedCluster } from "../test/lab/shared-cluster.ts";
import { DEFINITION, SyncProject } from "../test/lab/sync-project.ts";
import { ROOT } from "../test/transcript.ts";
// @ts-expect-error: plain JavaScript
import { definitionPath, writeProject } from "./generate.mjs";
// @ts-expect-error: plain JavaScript
import { spread } from "./statistics.mjs";

const ROUNDS = 5;
const FLEET = 1000;

const cluster = sharedCluster();

/** Runs a program to its end; milliseconds. It has to end with 0. */
function timed(program: string, args: readonly string[], cwd: string): Promise<number> {
  const started = performance.now();
  const child = spawn(program, args, { cwd, stdio: "ignore", env: { ...process.env, KUBECONFIG: cluster.kubeconfig } });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve(performance.now() - started)
        : reject(new Error(`${program} ${args.join(" ")}: exit ${code}`)),
    );
  });
}

const ACTDEF = join(ROOT, "dist/actdef.cjs");
const dryRun = (folder: string) => timed(process.execPath, [ACTDEF, "sync", "railiance01", "--dry-run"], folder);
const kubectlDiff = (folder: string) =>
  timed("kubectl", ["diff", "--server-side", "-f", "k8s/generated/railiance01/20-runtime.yaml"], folder);

/** The shipped target, with a generated fleet in the place of the shipped definition. */
async function fleetProject(): Promise<SyncProject> {
  const project = await SyncProject.create(cluster, "fleet");
  rmSync(join(project.folder, DEFINITION));
  writeProject(FLEET, project.folder);
  rmSync(join(project.folder, "k8s/targets/bench.yaml"));
  const target = "k8s/targets/railiance01.yaml";
  const alike = "{ bridge: actcore-state-hub-bridge }";
  project.edit(target, /STATE_HUB_URL: .*/, `STATE_HUB_URL: ${alike}\n  LEDGER_URL: ${alike}\n  REPORTS_URL: ${alike}`);
  project.edit(target, /proxy_timeout_seconds: \d+/, "proxy_timeout_seconds: 7200");
  await project.commit();
  await makeSecrets(project);
  return project;
}

/** The Secrets that headers of the fleet name: the worker does not start without them. */
async function makeSecrets(project: SyncProject): Promise<void> {
  const keys = new Map<string, Set<string>>();
  for (let number = 0; number < FLEET; number++) {
    const text = readFileSync(join(project.folder, definitionPath(number)), "utf8");
    for (const [, name = "", key = ""] of text.matchAll(/secret_ref: \{ name: ([\w-]+), key: ([\w-]+) \}/g)) {
      keys.set(name, (keys.get(name) ?? new Set()).add(key));
    }
  }
  for (const [name, its] of keys) {
    const stringData = Object.fromEntries([...its].map((key) => [key, "none"]));
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name }, stringData };
    await cluster.api("POST", `/api/v1/namespaces/${project.namespace}/secrets`, secret);
  }
}

async function synced(project: SyncProject): Promise<SyncProject> {
  const { code, output } = await project.sync();
  expect(code, output).toBe(0);
  return project;
}

/** Calls of the API server in a dry run without a change. */
async function callsOf(project: SyncProject): Promise<number> {
  const proxy = await FaultyProxy.start(cluster);
  const { code } = await project.sync(["--dry-run"], { kubeconfig: proxy.kubeconfigFor("admin") });
  await proxy.stop();
  expect(code).toBe(0);
  return proxy.requests.length;
}

test("sync --dry-run beside kubectl diff", async () => {
  expect(definitionPath(0)).toContain("activity-definitions/");
  const shipped = await synced(await SyncProject.create(cluster, "shipped"));
  const fleet = await synced(await fleetProject());
  const samples: { readonly shipped: number; readonly fleet: number; readonly kubectl: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const sample = {
      kubectl: await kubectlDiff(shipped.folder),
      shipped: await dryRun(shipped.folder),
      fleet: await dryRun(fleet.folder),
    };
    // The first round fills caches.
    if (round > 0) samples.push(sample);
  }
  const median = (values: readonly number[]) => spread(values).median as number;
  const objects = Object.keys(await fleet.versions()).filter((name) => name.includes("actcore-definitions-")).length;
  const result = {
    rounds: ROUNDS,
    kubectl_ms: Math.round(median(samples.map(({ kubectl }) => kubectl))),
    shipped_ms: Math.round(median(samples.map((it) => it.shipped))),
    fleet_ms: Math.round(median(samples.map((it) => it.fleet))),
    shipped_to_kubectl: Number(median(samples.map((it) => it.shipped / it.kubectl)).toFixed(2)),
    fleet_to_shipped: Number(median(samples.map((it) => it.fleet / it.shipped)).toFixed(2)),
    shipped_calls: await callsOf(shipped),
    fleet_calls: await callsOf(fleet),
    fleet_shards: objects,
  };
  console.log(JSON.stringify(result, null, 2));
  writeFileSync(join(ROOT, "bench/sync.json"), `${JSON.stringify(result, null, 2)}\n`);
  shipped.remove();
  fleet.remove();
});
