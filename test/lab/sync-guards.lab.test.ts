import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { FaultyProxy } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { startLab } from "./start-lab.ts";
import { DEFINITION, type SyncProject, TARGET } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";

const cluster = sharedCluster();
const projects = syncProjects(cluster);
const proxy = await FaultyProxy.start(cluster);
beforeEach(() => proxy.clear());
afterAll(() => proxy.stop());

/** More definitions in the project, valid and each with a call of its own. */
function addDefinitions(project: SyncProject, count: number): void {
  const text = readFileSync(join(project.folder, DEFINITION), "utf8");
  const frontMatter = text.split(/^rollout:/m)[0] ?? "";
  for (let number = 0; number < count; number++) {
    const own = frontMatter
      .replace(/^id: .*/m, `id: the-custodian.sweep-${number}`)
      .replace(/^uuid: .*/m, `uuid: 7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5${String(number).padStart(3, "0")}`)
      .replace(/^title: .*/m, `title: Sweep ${number}`)
      .replace(/path: .*/, `path: /sweeps/${number}`)
      .replace('"*/15 * * * *"', `"${number} * * * *"`);
    project.write(`activity-definitions/the-custodian/sweep-${number}.md`, `${own}---\n${text.split(/^---$/m)[2]}`);
  }
}

describe("the right cluster, and nothing by accident", () => {
  test("another cluster under the same context name is refused, and nothing is written there", async () => {
    const project = await projects.create("identity");
    const other = await startLab({ node: false });
    try {
      await other.createNamespace("identity");
      const { output, code } = await project.sync(["--yes"], { kubeconfig: other.kubeconfig });
      expect(output).toMatch(/✖ this is not railiance01: https:\/\/127\.0\.0\.1:\d+ is another cluster/);
      expect(code).toBe(4);
      const { items } = await other.api("GET", "/api/v1/namespaces/identity/configmaps");
      expect(items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(
        ["kube-root-ca.crt"].filter(() => items.length > 0),
      );
    } finally {
      await other.stop();
    }
  });

  test("fields that kubectl owns are named, and taken over with --adopt only", async () => {
    const project = await projects.synced("adopt");
    const path = `/api/v1/namespaces/adopt/configmaps/actcore-runtime-env`;
    const edit = { data: { STATE_HUB_URL: "http://elsewhere:1" } };
    await cluster.api("PATCH", `${path}?fieldManager=kubectl-edit`, edit, "application/merge-patch+json");
    const { output, code } = await project.sync();
    expect(output).toContain('ConfigMap actcore-runtime-env: data.STATE_HUB_URL is owned by "kubectl-edit"');
    expect(code).toBe(4);
    expect((await cluster.api("GET", path)).data.STATE_HUB_URL).toBe("http://elsewhere:1");
    const adopted = await project.sync(["--yes", "--adopt"]);
    expect(adopted.output).toContain("! calls go elsewhere: STATE_HUB_URL: http://elsewhere:1 ->");
    expect(adopted.code).toBe(0);
    expect((await cluster.api("GET", path)).data.STATE_HUB_URL).toContain("actcore-state-hub-bridge");
    expect(await project.jobs()).toHaveLength(1);
  });

  test("a projection that shrank is refused without the number", async () => {
    const project = await projects.create("shrink");
    addDefinitions(project, 3);
    await project.commit();
    const first = await project.sync();
    expect(first.code, first.output).toBe(0);
    for (const number of [0, 1]) rmSync(join(project.folder, `activity-definitions/the-custodian/sweep-${number}.md`));
    await project.commit();
    const { output, code } = await project.sync();
    expect(output).toContain("✖ 2 of 4 activities would be retired");
    expect(output).toContain("the-custodian.sweep-1");
    expect(code).toBe(4);
    expect((await project.sync(["--yes", "--allow-removal", "1"])).code).toBe(4);
    const allowed = await project.sync(["--yes", "--allow-removal", "2"]);
    expect(allowed.code, allowed.output).toBe(0);
  });

  test("what only pauses is never refused for being older", async () => {
    const project = await projects.synced("pausing");
    project.edit(DEFINITION, /enabled: false/, "enabled: true");
    project.edit(DEFINITION, /phase: canary/, "phase: parallel");
    await project.commit();
    const enabled = await project.sync();
    expect(enabled.output).toContain("! the-custodian.state-hub-consistency-sweep begins to run");
    expect(enabled.code).toBe(0);
    project.git("revert", "--no-edit", "HEAD");
    const paused = await project.sync();
    expect(paused.output).toContain("! the-custodian.state-hub-consistency-sweep is paused");
    expect(paused.code, paused.output).toBe(0);
    expect(await project.receipts()).toHaveLength(3);
  });

  test("three generations of shards are kept, and older ones pruned", async () => {
    const project = await projects.synced("generations");
    for (const minutes of [10, 20, 30]) {
      project.edit(DEFINITION, /cron: "\*\/\d+ \* \* \* \*"\n {2}timezone/, `cron: "*/${minutes} * * * *"\n  timezone`);
      await project.commit();
      const { code, output } = await project.sync();
      expect(code, output).toBe(0);
    }
    const configMaps = [...(await project.list("/api/v1", "configmaps")).keys()];
    expect(configMaps.filter((name) => /^actcore-definitions-/.test(name))).toHaveLength(3);
  });

  test("a bridge that exists already has to be as patient as the target says", async () => {
    const project = await projects.create("bridge");
    const name = "actcore-state-hub-bridge";
    project.edit(
      TARGET,
      /^ {2}actcore-state-hub-bridge:\n(?: {4}.*\n)+/m,
      `  ${name}:\n    managed: false\n    url: http://state-hub.bridge.svc.cluster.local:8000\n    proxy_timeout_seconds: 360\n    config_map: { name: live-bridge, key: nginx.conf }\n`,
    );
    await project.commit();
    const setTimeout = (seconds: number) =>
      cluster.apply(
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: live-bridge, namespace: bridge }\ndata: { nginx.conf: "proxy_read_timeout ${seconds}s;" }\n`,
      );
    expect((await project.sync()).output).toContain("there is no such key in the cluster");
    await setTimeout(30);
    const { output, code } = await project.sync();
    expect(output).toContain(`✖ the live bridge "${name}" cuts at 30 s, and the target says 360 s`);
    expect(code).toBe(4);
    await setTimeout(360);
    expect((await project.sync(["--dry-run"])).code).toBe(3);
  });
});

describe("who may do it, and by which kubeconfig", () => {
  test("the shipped Roles suffice, and without one of their verbs it is named", async () => {
    const project = await projects.create("access");
    await cluster.apply(readFileSync(join(project.folder, "k8s/generated/railiance01/00-access.yaml"), "utf8"));
    const operator = cluster.kubeconfigFor("operator");
    const { output, code } = await project.sync(["--yes"], { kubeconfig: operator });
    expect(code, output).toBe(0);

    const role = "/apis/rbac.authorization.k8s.io/v1/namespaces/access/roles/actdef-operator";
    const rules = (await cluster.api("GET", role)).rules as { resources: string[]; verbs: string[] }[];
    const without = rules.map((rule) =>
      rule.resources[0] === "leases" ? { ...rule, verbs: rule.verbs.filter((verb) => verb !== "update") } : rule,
    );
    await cluster.api("PATCH", role, { rules: without }, "application/merge-patch+json");
    const lacking = await project.sync(["--yes"], { kubeconfig: operator });
    expect(lacking.output).toContain("✖ not allowed in namespace access: update leases");
    expect(lacking.output).toContain(
      '{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["update"] }',
    );
    expect(lacking.code).toBe(4);
  });

  test("a stranger may not even ask which cluster it is", async () => {
    const project = await projects.create("stranger");
    const { output, code } = await project.sync(["--yes"], { kubeconfig: cluster.kubeconfigFor("stranger") });
    expect(output).toContain("✖ not allowed to get Namespace kube-system");
    expect(output).toContain('resources: ["namespaces"], verbs: ["get"]');
    expect(code).toBe(4);
  });

  test("a token that is not valid", async () => {
    const project = await projects.create("token");
    const { output, code } = await project.sync(["--yes"], { kubeconfig: cluster.kubeconfigWith("nobody") });
    expect(output).toContain("the API server does not accept the credentials");
    expect(code).toBe(4);
  });

  test("kubeconfigs that are missing, broken, plain http, unverified, or whose plug-in fails", async () => {
    const project = await projects.create("kubeconfig");
    const good = readFileSync(cluster.kubeconfig, "utf8");
    const withText = async (text: string) => {
      const file = join(project.folder, ".git/kubeconfig");
      writeFileSync(file, text);
      return await project.sync(["--yes", "--kubeconfig", file]);
    };
    const missing = await project.sync(["--yes", "--kubeconfig", "/nowhere/config"]);
    expect([missing.code, missing.output]).toEqual([
      2,
      "✖ there is no kubeconfig /nowhere/config; name one with --kubeconfig or KUBECONFIG\n",
    ]);
    expect(await withText("clusters: [")).toMatchObject({
      code: 2,
      output: expect.stringContaining("is no kubeconfig"),
    });
    expect(await withText("")).toMatchObject({ code: 2 });
    const http = await withText(good.replace("https://", "http://"));
    expect(http).toMatchObject({ code: 4, output: expect.stringContaining("is not https") });
    const unverified = await withText(good.replace(/certificate-authority: .*/, "insecure-skip-tls-verify: true"));
    expect(unverified).toMatchObject({ code: 4, output: expect.stringContaining("insecure-skip-tls-verify is on") });
    const plugIn = `exec: { apiVersion: client.authentication.k8s.io/v1, command: "false", interactiveMode: Never }`;
    const failing = await withText(good.replace(/token: .*/, plugIn));
    expect(failing).toMatchObject({
      code: 4,
      output: expect.stringContaining('the exec plug-in "false" gave no credentials'),
    });
    const context = await project.sync(["--yes", "--context", "other"]);
    expect(context).toMatchObject({
      code: 2,
      output: expect.stringContaining('has no context "other"; it has default'),
    });
  });
});

describe("what is synced is a commit", () => {
  test("stale manifests, an edited definition, an untracked one, no repository", async () => {
    const project = await projects.create("commit");
    project.edit(DEFINITION, /max_seconds: 300/, "max_seconds: 299");
    const stale = await project.sync();
    expect([stale.code, stale.output]).toEqual([
      3,
      expect.stringContaining("stale: k8s/generated/railiance01/20-runtime.yaml"),
    ]);
    await project.run(["compile"]);
    const dirty = await project.sync();
    expect([dirty.code, dirty.output]).toEqual([4, expect.stringContaining("3 files not as committed")]);
    const allowed = await project.sync(["--yes", "--allow-dirty"]);
    expect(allowed.code, allowed.output).toBe(0);
    expect(await project.receipts()).toMatchObject([{ is_dirty: true, outcome: "ok" }]);
    rmSync(join(project.folder, ".git"), { recursive: true });
    const none = await project.sync();
    expect([none.code, none.output]).toEqual([4, expect.stringContaining("this project is in no git repository")]);
  });
});
