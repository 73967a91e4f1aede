import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaValidator } from "../schema-validator.ts";
import type { Temporal } from "../services/start-temporal.ts";
import type { StateHub } from "../services/state-hub.ts";
import { createRuntimeProject, type RuntimeProject } from "./runtime-project.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { DEFINITION, type SyncProject } from "./sync-project.ts";
import { until } from "./until.ts";

const ID = "the-custodian.state-hub-consistency-sweep";

let all: RuntimeProject;
let temporal: Temporal;
let hub: StateHub;
let project: SyncProject;
beforeAll(async () => {
  all = await createRuntimeProject(sharedCluster(), "end-to-end");
  ({ project, temporal, hub } = all);
});
afterAll(() => all?.remove());

async function actdef(...args: readonly string[]): Promise<string> {
  const { output, code } = await project.run(args);
  expect(code, output).toBe(0);
  return output;
}

const sync = (...args: readonly string[]) => actdef("sync", "railiance01", "--yes", ...args);

async function isPaused(): Promise<boolean> {
  return (await (await temporal.client()).schedule.getHandle(ID).describe()).state.paused;
}

const rows = (sql: string) => all.rows(sql);

const sweeps = () => hub.requests.filter(({ method }) => method === "POST");

// Each of these goes on where the one before has ended, as the first user does.

test("a database that nobody has claimed is refused, and nothing is in it", async () => {
  const { output, code } = await project.sync();
  expect(code, output).toBe(4);
  expect(output).toContain("--claim-database");
  expect(await rows("select tablename from pg_tables where schemaname = 'actdef'")).toEqual([]);
});

test("the first sync wires the definition: a row in Postgres, a paused schedule in Temporal", async () => {
  expect(await sync("--rerun", "--claim-database")).toContain("verified 1 of 1: 1 created");
  expect(await rows("select id, enabled from actdef.activity_definitions")).toEqual([{ id: ID, enabled: false }]);
  expect(await isPaused()).toBe(true);
});

test("the canary calls the State Hub through the bridge, twice under one key, and leaves evidence", async () => {
  const output = await actdef("canary", ID);
  expect(output).toMatch(/✔ outcome +ok/);
  expect(output).toMatch(/✔ repeat +ok/);
  expect(output).toMatch(/✔ progress events +1/);
  const keys = sweeps().map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(hub.events).toMatchObject([{ detail: { source: "activity-core" } }]);
  expect(hub.sweptTimes).toEqual(hub.sweptTimes.map(() => 1));
  expect(await rows("select outcome, attempts, source from actdef.activity_runs")).toEqual([
    { outcome: "ok", attempts: 1, source: "activity-core" },
  ]);
  const folder = join(project.folder, "evidence/railiance01", ID);
  const files = readdirSync(folder).sort();
  expect(files).toEqual([expect.stringMatching(/^canary-.*\.json$/), expect.stringMatching(/^canary-.*\.md$/)]);
  const evidence = JSON.parse(readFileSync(join(folder, files[0] ?? ""), "utf8"));
  const compiled = JSON.parse(String((await rows("select compiled from actdef.activity_definitions"))[0]?.compiled));
  expect(schemaValidator("canary-evidence")(evidence)).toBe(true);
  expect(evidence.result).toMatchObject({ ok: true, behaviour_sha256: compiled.behaviour_sha256 });
  expect(await isPaused()).toBe(true);
});

test("what is paused by its definition cannot be resumed by hand", async () => {
  const { output, code } = await project.run(["resume", ID]);
  expect(code, output).toBe(4);
  expect(output).toContain("enabled: false");
  expect(await isPaused()).toBe(true);
});

test("enabled and synced again, it fires by itself, and each run is recorded once", async () => {
  project.edit(DEFINITION, "enabled: false", "enabled: true");
  project.edit(DEFINITION, "phase: canary", "phase: parallel");
  project.edit(DEFINITION, 'cron: "*/15 * * * *"\n  timezone', 'cron: "* * * * *"\n  timezone');
  project.edit(DEFINITION, "max_seconds: 300", "max_seconds: 5");
  project.edit(DEFINITION, "idempotent: true", "idempotent: true\n  timeout_seconds: 10");
  await project.commit();
  expect(await sync()).toContain("verified 1 of 1: 1 updated");
  expect(await isPaused()).toBe(false);
  const before = hub.events.length;
  const [run] = await until(
    "a run that a schedule has started",
    async () => {
      const found = await rows("select * from actdef.activity_runs where idempotency_key like '%:00Z'");
      return found.length > 0 ? found : undefined;
    },
    { seconds: 90 },
  );
  expect(run).toMatchObject({ activity_id: ID, source: "activity-core", outcome: "ok", attempts: 1, http_status: 200 });
  const fire = new Date(String(run?.scheduled_time)).toISOString().replace(".000Z", "Z");
  expect(run?.idempotency_key).toBe(`${ID}@${fire}`);
  expect(sweeps().filter(({ headers }) => headers["idempotency-key"] === run?.idempotency_key)).toHaveLength(1);
  expect(hub.events.slice(before)[0]).toMatchObject({ source: "activity-core", scheduled_time: fire, outcome: "ok" });
});

test("its history can be read without the database, and compared", async () => {
  const recorded = await rows("select run_id from actdef.activity_runs order by started_at");
  const lines = `actdef history ${ID} --format jsonl 2>/dev/null`;
  const { output } = await project.shell(lines);
  const runs = output.split("\n", recorded.length).map((line) => JSON.parse(line));
  expect(runs.map(({ run_id }) => ({ run_id }))).toEqual(recorded);
  expect(schemaValidator("run")(runs[0])).toBe(true);
  const [today, tomorrow] = [0, 86_400_000].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 10));
  const compared = await project.shell(
    `${lines} | actdef compare ${ID} --events - --from ${today} --until ${tomorrow} --format json 2>/dev/null`,
  );
  expect(JSON.parse(compared.output).input.events).toBeGreaterThanOrEqual(recorded.length);
  expect(await actdef("history", ID)).toMatch(
    / {2}ok +\d+\.\d s {2}activity-core {2}swept 3.*\n.* runs from .*: \d+ ok\n$/,
  );
});

test("a pause by hand survives a sync, and a resume ends it", async () => {
  expect(await actdef("pause", ID, "--reason", "the bridge is replaced")).toContain("active -> paused");
  expect(await sync("--rerun")).toContain("verified 1 of 1: 1 unchanged");
  expect(await isPaused()).toBe(true);
  expect(await actdef("resume", ID)).toContain("paused -> active");
  expect(await isPaused()).toBe(false);
});
