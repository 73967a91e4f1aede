import { describe, expect, test } from "vitest";
import { schemaValidator } from "../schema-validator.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { DEFINITION, type SyncProject } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";

const projects = syncProjects(sharedCluster());

/** As a person sees it. */
const status = (project: SyncProject, ...args: string[]) => project.run(["status", "railiance01", ...args]);

/** What kubectl would print of the namespace. */
async function dump(project: SyncProject): Promise<string> {
  const lists = [
    ["/api/v1", "configmaps"],
    ["/api/v1", "services"],
    ["/api/v1", "serviceaccounts"],
    ["/apis/apps/v1", "deployments"],
    ["/apis/networking.k8s.io/v1", "networkpolicies"],
    ["/apis/policy/v1", "poddisruptionbudgets"],
    ["/apis/batch/v1", "jobs"],
  ] as const;
  const bodies = await Promise.all(
    lists.map(([path, plural]) => project.cluster.api("GET", `${path}/namespaces/${project.namespace}/${plural}`)),
  );
  return bodies.map((body) => JSON.stringify(body)).join("\n");
}

describe("status", () => {
  test("of an empty namespace, of a synced one, and by a dump of it", async () => {
    const project = await projects.create("status");
    const empty = await status(project);
    expect(empty.output).toContain("11 of 11 objects missing");
    expect(empty.output).toContain("no receipt");
    expect(empty.code).toBe(3);

    expect((await project.sync()).code).toBe(0);
    const before = await project.versions();
    const synced = await status(project);
    expect(synced.output).toMatch(/✔ manifests {2}.*\n✔ cluster {4}11 objects as in the manifests\n✔ database {3}has/);
    expect(synced.output).toContain("railiance01 is in sync");
    expect(synced.code).toBe(0);
    expect(await project.versions()).toEqual(before);

    const json = await status(project, "--format", "json");
    const validate = schemaValidator("status");
    validate(JSON.parse(json.output));
    expect(validate.errors).toBeNull();

    project.write("live.json", await dump(project));
    const offline = await status(project, "--from", "live.json", "--kubeconfig", "nowhere");
    expect(offline.output).toContain("railiance01 is in sync");
    expect(offline.code).toBe(0);
  });

  test("tells what somebody has changed by hand, and what a sync then does about it", async () => {
    const project = await projects.create("status-drift");
    expect((await project.sync()).code).toBe(0);
    const at = (group: string, plural: string, name: string) =>
      `${group}/namespaces/${project.namespace}/${plural}/${name}`;
    const bridge = at("/api/v1", "configmaps", "actcore-state-hub-bridge");
    const found = await project.cluster.api("GET", bridge);
    found.data["nginx.conf"] = found.data["nginx.conf"].replace("proxy_read_timeout 360s", "proxy_read_timeout 30s");
    await project.cluster.api("PUT", bridge, found);
    await project.cluster.api("DELETE", at("/apis/networking.k8s.io/v1", "networkpolicies", "actcore-worker"));
    const { output, code } = await status(project);
    expect(output).toContain("1 of 11 objects not as in the manifests, 1 missing");
    expect(output).toContain("proxy_read_timeout 30s; -> proxy_read_timeout 360s;");
    expect(output).toMatch(/missing {3}NetworkPolicy +actcore-worker/);
    expect(code).toBe(3);

    expect((await project.sync(["--yes", "--adopt"])).code).toBe(0);
    expect((await status(project)).code).toBe(0);
  });

  test("of definitions that were changed after the sync", async () => {
    const project = await projects.create("status-behind");
    expect((await project.sync()).code).toBe(0);
    project.edit(DEFINITION, '"*/15 * * * *"\n  timezone', '"*/20 * * * *"\n  timezone');
    expect((await status(project)).output).toMatch(/✖ manifests[^✔]*✔ cluster[^✔]*✔ database/);
    await project.commit();
    const { output, code } = await status(project);
    expect(output).toMatch(/✔ manifests[^✖]*✖ cluster[^✖]*\*\/15 \* \* \* \* -> \*\/20 \* \* \* \*[^✖]*✖ database/);
    expect(code).toBe(3);
  });
});
