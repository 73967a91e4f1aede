import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandStandIn, SWEEP } from "./command-stand-in.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { DEFINITION, SyncProject, TARGET } from "./sync-project.ts";

const cluster = sharedCluster();
const proxy = await FaultyProxy.start(cluster);
let project: SyncProject;
beforeAll(async () => {
  project = await SyncProject.create(cluster, "operate");
  const { code, output } = await project.sync();
  if (code !== 0) throw new Error(output);
});
beforeEach(() => {
  proxy.clear();
  project.git("checkout", "-q", ".");
  project.git("clean", "-qfd");
  project.setSync(commandStandIn());
});
afterAll(async () => {
  project?.remove();
  await proxy.stop();
});

describe("a pause in an emergency", () => {
  const pause = () => project.run(["pause", SWEEP.id, "--target", "railiance01"]);

  test("needs no sound project: its target and its manifests are enough", async () => {
    project.write("activity-definitions/the-custodian/other.md", "---\nid: [\n---\n");
    project.edit(DEFINITION, /cron: .*/, "cron: whenever");
    const { output, code } = await pause();
    expect(code, output).toBe(0);
    expect(output).toContain("✔ verified the result of actcore-pause-");
    // What makes runs or lets them be made is not that urgent.
    for (const command of ["resume", "trigger", "canary"]) {
      const strict = await project.run([command, SWEEP.id]);
      expect(strict.code, strict.output).toBe(1);
      expect(strict.output).toContain("error[");
    }
  });

  test("of an activity whose definition was deleted here, and runs there", async () => {
    rmSync(join(project.folder, DEFINITION));
    const { output, code } = await pause();
    expect(code, output).toBe(0);
  });

  test("without manifests it goes by the definitions", async () => {
    rmSync(join(project.folder, "k8s/generated"), { recursive: true });
    const { output, code } = await pause();
    expect(code, output).toBe(0);
  });

  test("by a target that is broken is refused, and what to do is said", async () => {
    project.edit(TARGET, /^namespace: .*/m, "namespace: Not A Name");
    const { output, code } = await pause();
    expect(code, output).toBe(1);
    expect(output).toContain("k8s/targets/railiance01.yaml");
    expect(output).toContain("git log -- k8s/targets/railiance01.yaml");
  });

  test("of an id that nobody has is refused, with the closest one", async () => {
    const { output, code } = await project.run(["pause", SWEEP.id.replace("sweep", "swep")]);
    expect(code, output).toBe(2);
    expect(output).toContain(`did you mean ${SWEEP.id}?`);
  });
});
