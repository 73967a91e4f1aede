import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CommandResult } from "../../src/operate/command-result.ts";
import { type CommandBehaviour, SWEEP } from "./command-stand-in.ts";
import { EVIDENCE, operatedProject } from "./operated-project.ts";
import { DEFINITION, type RunOptions } from "./sync-project.ts";
import { until } from "./until.ts";

const { cluster, proxy, project, jobs, behaving, operate, jobsOf, evidence } = await operatedProject("operate-jobs");

const NOT_KNOWN = "whether a run was made is not known";

describe("a Job that does not do what it should", () => {
  /** No evidence is written of what was not proved. */
  async function refusedCanary(exit: number, options: RunOptions = {}): Promise<string> {
    const { code, output } = await operate("canary", [], options);
    expect(code, output).toBe(exit);
    expect(evidence()).toEqual([]);
    return output;
  }

  test("whose image cannot be pulled is suspended", async () => {
    cluster.removeImage(project.image);
    const output = await refusedCanary(6);
    expect(output).toMatch(/✖ job \S+ cannot start: image "\S+" cannot be pulled/);
    expect(output).toContain("nothing was done; the Job is suspended");
  });

  test("that exits with 1 is told with its log, and tried once", async () => {
    behaving({ ends: { code: 1, message: "cannot reach the database" } });
    const output = await refusedCanary(6);
    expect(output).toMatch(/✖ job \S+ failed: exit code 1/);
    expect(output).toContain("cannot reach the database");
    expect(output).not.toContain("attempt 2");
    expect(output).toContain(`then: actdef canary ${SWEEP.id} --target railiance01`);
  });

  test("that has the name of one that was deleted is not taken for it by what that has left", async () => {
    behaving({ ends: { code: 1, message: "cannot reach the database" } });
    await refusedCanary(6);
    const [name] = await jobsOf("canary");
    await cluster.api("DELETE", `${jobs}/${name}?propagationPolicy=Orphan`);
    await until("the Job is gone", async () => (await jobsOf("canary")).length === 0);
    const output = await refusedCanary(6);
    expect(output).toContain(`✖ job ${name} failed`);
    expect(output).not.toContain("attempt 2");
  });

  test("that exits with 42 is told in the words of actcore-sync", async () => {
    behaving({ ends: { code: 42, message: "it is not paused; pause it first" } });
    const output = await refusedCanary(4);
    expect(output).toContain("✖ actcore-sync refused: it is not paused; pause it first");
    expect(output).toMatch(/state +nothing was done/);
    expect(output).toContain(`then: actdef canary ${SWEEP.id} --target railiance01`);
  });

  test("that takes longer than one waits for it goes on", async () => {
    behaving({ seconds: 4 });
    const { code, output } = await operate("canary", ["--timeout", "2"]);
    expect(code, output).toBe(7);
    expect(output).toContain(`actdef canary ${SWEEP.id} --target railiance01 --attach`);
    const attached = await operate("canary", ["--attach"]);
    expect(attached.code, attached.output).toBe(0);
    expect(await jobsOf("canary")).toHaveLength(1);
  });

  test("that hangs is ended by its deadline", async () => {
    behaving({ hangs: true });
    proxy.onAnswer = async ({ method, path }, status) => {
      const name = status === 200 && method === "GET" ? /\/jobs\/(actcore-canary-\S+)$/.exec(path)?.[1] : undefined;
      if (name === undefined) return;
      proxy.onAnswer = undefined;
      const body = { spec: { activeDeadlineSeconds: 3 } };
      await cluster.api("PATCH", `${jobs}/${name}`, body, "application/merge-patch+json");
    };
    const output = await refusedCanary(6);
    expect(output).toMatch(/✖ job \S+ failed: it took longer than its deadline/);
    expect(output).toMatch(/where it had started a run, as its log tells, that goes on/);
  });

  test("that is deleted under the wait is no success", async () => {
    behaving({ hangs: true });
    let isDeleted = false;
    const output = await refusedCanary(7, {
      onOutput: (shown) => {
        const name = /job (actcore-canary-\S+): running/.exec(shown)?.[1];
        if (name === undefined || isDeleted) return;
        isDeleted = true;
        cluster.api("DELETE", `${jobs}/${name}?propagationPolicy=Background`).catch(() => undefined);
      },
    });
    expect(output).toContain("is gone: somebody deleted it while it was waited for");
    expect(output).toContain(NOT_KNOWN);
  });

  test.each<[string, CommandBehaviour, string]>([
    ["is cut", { line: "cut" }, "the result line is cut or changed"],
    ["is missing", { line: "none" }, "its log has no line ACTCORE_COMMAND_RESULT"],
    [
      "is of another Job",
      { result: { job: "actcore-canary-0123456789-a1" } },
      'its job is "actcore-canary-0123456789-a1"',
    ],
    ["is of another command", { result: { command: "pause" } }, 'its command is "pause"'],
    ["is of another id", { result: { id: "acme.report" } }, 'its id is "acme.report"'],
    ["is of another uuid", { result: { uuid: "00000000-0000-4000-8000-000000000000" } }, 'its uuid is "00000000-'],
    ["is of another database", { result: { database: "other" } }, 'its database is "other"'],
    ["is of another cluster", { result: { cluster_uid: "other" } }, 'its cluster_uid is "other"'],
  ])("whose result line %s proves nothing", async (_, behaviour, reason) => {
    behaving(behaviour);
    const output = await refusedCanary(7);
    expect(output).toMatch(/✖ the outcome of Job \S+ is not proved: /);
    expect(output).toContain(reason);
    expect(output).toContain(NOT_KNOWN);
    expect(output).toMatch(/next +kubectl logs job\/actcore-canary-/);
  });
});

test.each(["warn", "failed"] as const)(
  "a canary whose run is %s leaves evidence of it, which proves nothing to a cutover",
  async (outcome) => {
    const check = { name: "outcome", passed: false, seen: `${outcome}: exit code 3`, wanted: "ok" };
    const run = { ...RUN, outcome, reason: "exit code 3" };
    behaving({ result: { ok: false, run, checks: [check] } });
    const { code, output } = await operate("canary");
    expect(code, output).toBe(6);
    expect(output).toMatch(new RegExp(`✖ outcome +${outcome}: exit code 3; wanted: ok`));
    expect(output).toContain("the evidence says that the canary failed, and no cutover goes by it");
    expect(output).toContain(`then: actdef canary ${SWEEP.id} --target railiance01`);
    const [json = "", markdown = ""] = evidence();
    expect(JSON.parse(readFileSync(join(project.folder, EVIDENCE, json), "utf8")).result.ok).toBe(false);
    expect(readFileSync(join(project.folder, EVIDENCE, markdown), "utf8")).toContain(": failed\n");
    project.edit(DEFINITION, "enabled: false", "enabled: true");
    project.edit(DEFINITION, "phase: canary", "phase: parallel");
    const cutover = await project.run(["cutover", SWEEP.id]);
    expect(cutover.code, cutover.output).toBe(4);
    expect(cutover.output).toContain(`${EVIDENCE}/${json}: the canary failed`);
  },
);

const RUN: NonNullable<CommandResult["run"]> = {
  run_id: "0198c3a7-52c7-7c1d-9a86-3d0f6f0c2b11",
  source: "activity-core",
  scheduled_time: null,
  started_at: "2026-06-21T19:46:02.000Z",
  finished_at: "2026-06-21T19:46:04.000Z",
  outcome: "ok",
  attempts: 1,
  http_status: 200,
  reason: null,
  counts: null,
  idempotency_key: `${SWEEP.id}@2026-06-21T19:46:02Z`,
};
