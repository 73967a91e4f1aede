import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { FaultyProxy } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { startLab } from "./start-lab.ts";
import { type Ended, SyncProject } from "./sync-project.ts";
import { syncProjects } from "./sync-projects.ts";

const cluster = sharedCluster();
const projects = syncProjects(cluster);
const proxy = await FaultyProxy.start(cluster);
beforeEach(() => proxy.clear());
afterAll(() => proxy.stop());

const viaProxy = (project: SyncProject, args: readonly string[] = ["--yes"]): Promise<Ended> =>
  project.sync(args, { kubeconfig: proxy.kubeconfigFor("admin") });

/** After any fault the same command brings everything in, by one Job. */
async function expectConverges(project: SyncProject): Promise<void> {
  proxy.clear();
  const next = await viaProxy(project);
  expect(next.code, next.output).toBe(0);
  expect(await project.jobs()).toHaveLength(1);
  expect((await viaProxy(project, ["--dry-run"])).code).toBe(0);
}

const APPLY_OF_THE_ENVIRONMENT = { method: "PATCH", path: /configmaps\/actcore-runtime-env\?.*force=false$/ } as const;
const CREATION_OF_THE_JOB = { method: "POST", path: /\/jobs\?(?!.*dryRun)/ } as const;

describe("answers of the API server", () => {
  test.each([
    [401, "does not accept the credentials", 4],
    [403, "not allowed to patch ConfigMap actcore-runtime-env", 4],
    [409, "run the command again: it plans afresh", 4],
    [422, "the API server refuses patch ConfigMap actcore-runtime-env", 6],
    [500, "the API server did not answer as it should", 6],
  ] as const)("%i for a write: %s, exit %i", async (answer, message, exit) => {
    const project = await projects.create(`answer-${answer}`);
    proxy.add({ ...APPLY_OF_THE_ENVIRONMENT, action: { answer } });
    const { output, code } = await viaProxy(project, ["--yes", "--timeout", "3"]);
    expect(output).toContain(message);
    expect(code, output).toBe(exit);
    expect(await project.jobs()).toEqual([]);
    await expectConverges(project);
  });

  test("401 once: the credentials are renewed, and nobody notices", async () => {
    const project = await projects.create("answer-401-once");
    proxy.add({ ...APPLY_OF_THE_ENVIRONMENT, nth: 1, action: { answer: 401 } });
    expect((await viaProxy(project)).code).toBe(0);
  });

  test("429 with Retry-After: it waits so long, and goes on", async () => {
    const project = await projects.create("answer-429");
    proxy.add({ ...APPLY_OF_THE_ENVIRONMENT, nth: 1, action: { answer: 429, headers: { "retry-after": "2" } } });
    expect((await viaProxy(project)).code).toBe(0);
    const [first, second] = proxy.requests.filter(({ path }) => APPLY_OF_THE_ENVIRONMENT.path.test(path));
    expect((second?.time ?? 0) - (first?.time ?? 0)).toBeGreaterThanOrEqual(2000);
  });

  test("429 without an end: five tries, exit 6", async () => {
    const project = await projects.create("answer-429s");
    proxy.add({ ...APPLY_OF_THE_ENVIRONMENT, action: { answer: 429, headers: { "retry-after": "1" } } });
    const { output, code } = await viaProxy(project);
    expect(output).toContain("the API server is overloaded");
    expect(code).toBe(6);
    expect(proxy.requests.filter(({ path }) => APPLY_OF_THE_ENVIRONMENT.path.test(path))).toHaveLength(5);
    await expectConverges(project);
  });

  test("503 as a page of HTML: it is repeated; without an end, exit 6 and no HTML", async () => {
    const project = await projects.create("answer-503");
    const html = { answer: 503, headers: { "content-type": "text/html" }, body: "<html><h1>Bad Gateway" } as const;
    proxy.add({ ...APPLY_OF_THE_ENVIRONMENT, nth: 1, action: html });
    expect((await viaProxy(project)).code).toBe(0);
    proxy.clear();
    proxy.add({ path: /configmaps/, action: html });
    const { output, code } = await viaProxy(project, ["--yes", "--timeout", "3"]);
    expect(output).toContain("HTTP 503 without a reason from the API server");
    expect(output).not.toContain("<h1>");
    expect(code).toBe(6);
  });
});

describe("connections that break", () => {
  test.each(["before", "after"] as const)("a reset %s the Job was created: one Job in all", async (reset) => {
    const project = await projects.create(`reset-${reset}`);
    proxy.add({ ...CREATION_OF_THE_JOB, nth: 1, action: { reset } });
    const { output, code } = await viaProxy(project);
    expect(code, output).toBe(0);
    expect(await project.jobs()).toHaveLength(1);
  });

  test("where the Job's creation and the question for it get no answer, the outcome is unknown", async () => {
    const project = await projects.create("reset-lost");
    proxy.add({ ...CREATION_OF_THE_JOB, nth: 1, action: { reset: "after" } });
    proxy.add({ method: "GET", path: /\/jobs\/actcore-sync-/, action: { reset: "before" } });
    const { output, code } = await viaProxy(project, ["--yes", "--timeout", "3"]);
    expect(output).toMatch(/✖ whether Job \S+ exists is not known/);
    expect(code, output).toBe(7);
    await expectConverges(project);
  });

  test("an API server that hangs: a deadline ends each request", async () => {
    const project = await projects.create("hang");
    proxy.add({ path: /configmaps/, action: { hang: true } });
    const { output, code } = await viaProxy(project, ["--yes", "--timeout", "2"]);
    expect(output).toContain("no answer in 2 s");
    expect(code).toBe(6);
    await expectConverges(project);
  });

  test("an API server that restarts in the middle: the sync waits for it, and goes on", async () => {
    const lab = await startLab();
    const project = await SyncProject.create(lab, "restart");
    try {
      let restarted: Promise<void> | undefined;
      const restart = async () => {
        await lab.stopApiServer();
        await lab.startApiServer();
      };
      const { output, code } = await project.sync(["--yes"], {
        onOutput: (text) => {
          if (text.includes("✔ applied")) restarted ??= restart();
        },
      });
      await restarted;
      expect(code, output).toBe(0);
      expect(await project.jobs()).toHaveLength(1);
    } finally {
      project.remove();
      await lab.stop();
    }
  });
});
