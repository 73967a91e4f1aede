import { describe, expect, test } from "vitest";
import type { Json } from "./api-client.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { DEFINITION, type SyncProject, TARGET } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";
import { type Misbehaviour, standInScript } from "./sync-stand-in.ts";

const cluster = sharedCluster();
const projects = syncProjects(cluster);

async function misbehaving(misbehaviour: Misbehaviour): Promise<SyncProject> {
  const project = await projects.create(`job-${misbehaviour}`);
  project.setSync(standInScript(misbehaviour));
  return project;
}

/** When the cause is mended, the same command brings the same projection in. */
async function expectMended(project: SyncProject): Promise<void> {
  project.setSync();
  const mended = await project.sync(["--yes", "--rerun"]);
  expect(mended.output).toContain("verified 1 of 1");
  expect(mended.code).toBe(0);
  expect((await project.receipts()).at(-1)).toMatchObject({ outcome: "ok", job: expect.stringMatching(/-a2$/) });
}

describe("a Job that does not do what it should", () => {
  test("exits 1: each attempt is told, with its log", async () => {
    const project = await misbehaving("exit-1");
    const { output, code } = await project.sync();
    expect(output).toMatch(/✖ job \S+-a1 failed: exit code 1 \(BackoffLimitExceeded\)/);
    expect(output).toContain("attempt 3 failed: Error, exit code 1");
    expect(output).toContain("cannot reach the database");
    expect(code).toBe(6);
    expect(await project.receipts()).toMatchObject([{ number: 1, outcome: "failed" }]);
    await expectMended(project);
  });

  test("exits 42: it is refused, and tried once", async () => {
    const project = await misbehaving("exit-42");
    const { output, code } = await project.sync();
    expect(output).toContain("✖ actcore-sync refused: the database is named other, and not activity_core");
    expect(output).toContain("--claim-database");
    expect(code).toBe(4);
    await expectMended(project);
  });

  test("takes too much memory", async () => {
    const project = await misbehaving("much-memory");
    const { output, code } = await project.sync();
    expect(output).toContain("it was killed for using more memory than its limit (OOMKilled)");
    expect(code).toBe(6);
  });

  test("hangs: its deadline ends it", async () => {
    const project = await misbehaving("hang");
    project.edit(TARGET, /deadline_seconds: \d+/, "deadline_seconds: 30");
    await project.commit();
    const { output, code } = await project.sync();
    expect(output).toContain("it took longer than its deadline of 30 s");
    expect(code).toBe(6);
  });

  test("hangs: the wait has a bound of its own, and the Job can be attached to", async () => {
    const project = await projects.create("job-attached");
    project.setSync(standInScript("slow"));
    const impatient = await project.sync(["--yes", "--timeout", "3"]);
    expect(impatient.output).toContain("next    actdef sync railiance01 --attach");
    expect(impatient.code).toBe(7);
    const attached = await project.sync(["--yes", "--attach"]);
    expect(attached.output).toContain("verified 1 of 1");
    expect(attached.code).toBe(0);
    expect(await project.jobs()).toHaveLength(1);
  });

  test("cannot pull its image: it is told within 30 s, and suspended", async () => {
    const project = await projects.create("job-image");
    project.edit(TARGET, /worker: \{ managed: true/, "worker: { managed: false");
    project.edit(TARGET, /^image: .*/m, "image: activity-core:absent");
    await project.commit();
    const { output, code } = await project.sync();
    expect(output).toMatch(
      /✖ job \S+ cannot start: image "activity-core:absent" cannot be pulled \((?:ErrImagePull|ImagePullBackOff)\)/,
    );
    expect(output).toMatch(/event {3}(?:Failed|BackOff)/);
    expect(output).toContain("the Job is suspended");
    expect(code).toBe(6);
    const [job] = (await project.list("/apis/batch/v1", "jobs")).values();
    expect((job as Json).spec.suspend).toBe(true);
  });

  test("a worker whose volume names a Secret that is not there: no Job is made, and the Secret is named", async () => {
    const project = await projects.create("job-mount");
    const header = "headers: { Authorization: { secret_ref: { name: hub, key: token } } }";
    project.edit(DEFINITION, /idempotent: true/, `idempotent: true\n  ${header}`);
    await project.commit();
    const { output, code } = await project.sync();
    expect(output).toMatch(/✖ Deployment actcore-worker does not roll out: FailedMount: .*"hub" not found/);
    expect(output).toContain("a Secret or ConfigMap that the container reads is missing");
    expect(code).toBe(6);
    expect(await project.jobs()).toEqual([]);
  });

  test("is deleted under the wait: the outcome is unknown", async () => {
    const project = await projects.create("job-deleted");
    project.setSync(standInScript("hang"));
    let isDeleted = false;
    const { output, code } = await project.sync(["--yes"], {
      onOutput: (text) => {
        const name = /job (actcore-sync-\S+): running/.exec(text)?.[1];
        if (name === undefined || isDeleted) return;
        isDeleted = true;
        const path = `/apis/batch/v1/namespaces/${project.namespace}/jobs/${name}`;
        cluster.api("DELETE", `${path}?propagationPolicy=Background`).catch(() => undefined);
      },
    });
    expect(output).toContain("is gone: somebody deleted it while it was waited for");
    expect(code).toBe(7);
    await expectMended(project);
  });

  test.each([
    ["cut-result", "the result line is cut or changed"],
    ["forged-result", 'its Job is "actcore-sync-0123456789-a1" instead of'],
    ["missing-uuid", "the result does not name the-custodian.state-hub-consistency-sweep (7c4e9a12-"],
  ] as const)("%s: nothing is believed", async (misbehaviour, message) => {
    const project = await misbehaving(misbehaviour);
    const { output, code } = await project.sync();
    expect(output).toContain(message);
    expect(code).toBe(7);
    expect(await project.receipts()).toMatchObject([{ outcome: "unknown" }]);
    await expectMended(project);
  });
});
