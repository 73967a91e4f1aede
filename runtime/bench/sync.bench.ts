// Measures actcore-sync on a real Postgres and a real Temporal: a first sync beside as many bare creations by the same
// client, and a fleet of 10,000 without a change and with one. `--testNamePattern` chooses one of the two.
import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
// @ts-expect-error: plain JavaScript
import { definitionPath, writeProject } from "../../bench/generate.mjs";
// @ts-expect-error: plain JavaScript
import { spread } from "../../bench/statistics.mjs";
import { type Postgres, startPostgres } from "../../test/services/start-postgres.ts";
import { startTemporal, type Temporal } from "../../test/services/start-temporal.ts";
import { ROOT } from "../../test/transcript.ts";
import type { CompiledActivity } from "../src/activity/compiled-activity.ts";
import { sha256 } from "../src/definitions/sha256.ts";
import { desiredSchedule, toSchedule } from "../src/schedules/desired-schedule.ts";
import { scheduleOwner } from "../src/schedules/schedule-owner.ts";

const FIRST = 1000;
const FIRST_ROUNDS = 3;
const FLEET = 10_000;
const FLEET_ROUNDS = 5;
/** As in runtime/src/sync/sync.ts. */
const CONCURRENCY = 16;

const PROGRAM = join(ROOT, "runtime/dist/actcore-sync.mjs");
const PRELOAD = join(ROOT, "bench/peak-memory.cjs");
const RESULTS = join(ROOT, "bench/runtime-sync.json");
const CLUSTER_UID = randomUUID();
const TARGET = {
  taskQueue: "activity-core",
  owner: scheduleOwner({ database: "postgres", clusterUid: CLUSTER_UID }),
};
const folder = mkdtempSync(join(tmpdir(), "actdef-runtime-bench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Measured {
  readonly wall_ms: number;
  readonly cpu_ms: number;
  readonly peak_kib: number;
  readonly activities: readonly { readonly action: string; readonly schedule: string }[];
}

/** Compiles a generated project, and lays out its definitions as the Job has them mounted. */
function mountOf(project: string): string {
  execFileSync(process.execPath, [join(ROOT, "dist/actdef.cjs"), "compile"], { cwd: project, stdio: "ignore" });
  const text = readFileSync(join(project, "k8s/generated/bench/20-runtime.yaml"), "utf8");
  const mount = join(project, "mount");
  rmSync(mount, { recursive: true, force: true });
  mkdirSync(mount);
  for (const [, file = "", value = ""] of text.matchAll(/^ {2}(\S+\.json): \|-\n {4}(.*)$/gm))
    writeFileSync(join(mount, file), value);
  return mount;
}

/** All are paused: with nobody to serve them, the fires of thousands would be what is measured. */
function projectOf(count: number): string {
  const project = join(folder, `project-${count}`);
  writeProject(count, project);
  for (let number = 0; number < count; number++) {
    const path = join(project, definitionPath(number));
    const text = readFileSync(path, "utf8");
    if (/^enabled: true$/m.test(text)) writeFileSync(path, text.replace(/^enabled: true$/m, "enabled: false"));
  }
  return project;
}

/** Runs the built program to its end, which has to be good. */
async function sync(mount: string, postgres: Postgres, temporal: Temporal, args: readonly string[] = []) {
  const started = performance.now();
  const child = spawn(process.execPath, ["--require", PRELOAD, PROGRAM, ...args], {
    stdio: ["ignore", "pipe", "inherit", "pipe"],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: postgres.adminUrl(),
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: "default",
      TEMPORAL_TASK_QUEUE: "activity-core",
      ACTCORE_DEFINITIONS_FOLDER: mount,
      ACTCORE_INDEX_SHA256: sha256(readFileSync(join(mount, "index.json"), "utf8")),
      ACTCORE_EXPECTED_DATABASE: "postgres",
      ACTCORE_EXPECTED_CLUSTER_UID: CLUSTER_UID,
      ACTCORE_JOB_NAME: "actcore-sync-0123456789-a1",
    },
  });
  const [output, resources, code] = await Promise.all([
    textOf(child.stdio[1]),
    textOf(child.stdio[3] as NodeJS.ReadableStream),
    new Promise((resolve) => child.once("close", resolve)),
  ]);
  const wall_ms = performance.now() - started;
  expect(code).toBe(0);
  const [peak_kib = 0, cpu_us = 0] = resources.split(" ").map(Number);
  const line = output.split("\n").find((it) => it.startsWith("ACTCORE_SYNC_RESULT ")) ?? "";
  const { activities } = JSON.parse(line.slice("ACTCORE_SYNC_RESULT ".length)) as Measured;
  return { wall_ms, cpu_ms: cpu_us / 1000, peak_kib, activities } satisfies Measured;
}

async function textOf(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}

/** What the same creations take, called by the same client, as many at once: the calls alone, and CPU of all. */
function bareCreations(mount: string, temporal: Temporal): { wall_ms: number; cpu_ms: number } {
  const requests = [...activitiesOf(mount)].map((activity) => {
    const text = JSON.stringify(activity);
    const schedule = toSchedule(desiredSchedule({ activity, text, sha256: sha256(text) }, TARGET));
    const state = { paused: !activity.enabled };
    return { namespace: "default", scheduleId: activity.id, requestId: randomUUID(), schedule: { ...schedule, state } };
  });
  const file = join(folder, "requests.json");
  writeFileSync(
    file,
    JSON.stringify(requests, (_key, value) => (isBytes(value) ? bytesText(value) : value)),
  );
  const program = join(ROOT, "runtime/bench/bare-creations.mjs");
  const args = [program, temporal.address, file, String(CONCURRENCY)];
  const before = cpuOf(temporal.pid);
  const [wall_ms = 0, own = 0] = execFileSync(process.execPath, args, { encoding: "utf8" }).split(" ").map(Number);
  return { wall_ms, cpu_ms: own + cpuOf(temporal.pid) - before };
}

/** Milliseconds that Temporal takes for the list alone, page by page, with the same client. */
function bareList(temporal: Temporal): number {
  const program = join(ROOT, "runtime/bench/bare-list.mjs");
  return Number(execFileSync(process.execPath, [program, temporal.address], { encoding: "utf8" }));
}

/** CPU time that a process has taken, in milliseconds; the kernel counts in hundredths of a second. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Waits until Temporal is done with what it still does, of its own, long after thousands of schedules were created. */
async function quiet(temporal: Temporal): Promise<void> {
  const BUSY_MS_PER_SECOND = 100;
  for (let before = cpuOf(temporal.pid); ; ) {
    await pause(1000);
    const now = cpuOf(temporal.pid);
    if (now - before < BUSY_MS_PER_SECOND) return;
    before = now;
  }
}

const isBytes = (value: unknown) =>
  value instanceof Uint8Array || (value as { type?: unknown } | null)?.type === "Buffer";
const bytesText = (value: { data?: number[] } | Uint8Array) =>
  Buffer.from(value instanceof Uint8Array ? value : (value.data ?? [])).toString("base64");

function* activitiesOf(mount: string): Generator<CompiledActivity> {
  for (const file of readdirSync(mount))
    if (file !== "index.json") yield JSON.parse(readFileSync(join(mount, file), "utf8"));
}

/** Keeps what the other part has measured. */
function record(part: string, value: object): void {
  const known = (() => {
    try {
      return JSON.parse(readFileSync(RESULTS, "utf8"));
    } catch {
      return {};
    }
  })();
  const machine = { cores: cpus().length, node: process.version };
  console.log(JSON.stringify({ [part]: value }, null, 2));
  writeFileSync(RESULTS, `${JSON.stringify({ ...known, machine, [part]: value }, null, 2)}\n`);
}

const whole = ({ min, median, max }: { min: number; median: number; max: number }) => ({
  min: Math.round(min),
  median: Math.round(median),
  max: Math.round(max),
});

test("first: a first sync beside as many bare creations", async () => {
  const mount = mountOf(projectOf(FIRST));
  const rounds: { sync: Measured; all_cpu_ms: number; bare: ReturnType<typeof bareCreations> }[] = [];
  for (let round = 0; round < FIRST_ROUNDS; round++) {
    const measureBare = async () => {
      const temporal = await startTemporal();
      const bare = bareCreations(mount, temporal);
      await temporal.remove();
      return bare;
    };
    const measureSync = async () => {
      const [postgres, temporal] = await Promise.all([startPostgres({ fsync: "on" }), startTemporal()]);
      const before = cpuOf(temporal.pid);
      const measured = await sync(mount, postgres, temporal, ["--claim-database"]);
      const all_cpu_ms = measured.cpu_ms + cpuOf(temporal.pid) - before;
      expect(measured.activities.filter(({ schedule }) => schedule === "created")).toHaveLength(FIRST);
      await Promise.all([postgres.remove(), temporal.remove()]);
      return { sync: measured, all_cpu_ms };
    };
    // The one that goes first changes from round to round.
    const early = round % 2 === 0 ? await measureBare() : undefined;
    const measured = await measureSync();
    rounds.push({ ...measured, bare: early ?? (await measureBare()) });
    console.log(JSON.stringify({ ...rounds.at(-1), sync: { ...measured.sync, activities: 0 } }));
  }
  record("first_sync", {
    activities: FIRST,
    rounds: FIRST_ROUNDS,
    sync_ms: whole(spread(rounds.map((it) => it.sync.wall_ms))),
    bare_creations_ms: whole(spread(rounds.map((it) => it.bare.wall_ms))),
    ratio: spread(rounds.map((it) => it.sync.wall_ms / it.bare.wall_ms)),
    cpu_with_temporal_ms: whole(spread(rounds.map((it) => it.all_cpu_ms))),
    bare_cpu_with_temporal_ms: whole(spread(rounds.map((it) => it.bare.cpu_ms))),
    cpu_ratio: spread(rounds.map((it) => it.all_cpu_ms / it.bare.cpu_ms)),
    cpu_ms: whole(spread(rounds.map((it) => it.sync.cpu_ms))),
    peak_mib: whole(spread(rounds.map((it) => it.sync.peak_kib / 1024))),
  });
});

test("fleet: 10,000 in the database, without a change and with one", async () => {
  const project = projectOf(FLEET);
  const mounts = { a: mountOf(project), b: "" };
  mounts.b = otherMount(project);
  const [postgres, temporal] = await Promise.all([startPostgres({ fsync: "on" }), startTemporal()]);
  const first = await sync(mounts.a, postgres, temporal, ["--claim-database"]);
  await quiet(temporal);
  console.log(`the first sync: ${JSON.stringify({ ...first, activities: first.activities.length })}`);
  const rounds: { list_ms: number; unchanged: Measured; changed: Measured }[] = [];
  for (let round = 0; round < FLEET_ROUNDS; round++) {
    const [before, after] = round % 2 === 0 ? [mounts.a, mounts.b] : [mounts.b, mounts.a];
    const list_ms = bareList(temporal);
    const unchanged = await sync(before, postgres, temporal);
    const changed = await sync(after, postgres, temporal, ["--allow-rollback"]);
    expect(unchanged.activities.filter(({ schedule }) => schedule !== "unchanged")).toHaveLength(0);
    expect(changed.activities.filter(({ schedule }) => schedule === "updated")).toHaveLength(1);
    rounds.push({ list_ms, unchanged, changed });
    console.log(
      `round ${round}: ${list_ms} ${JSON.stringify([unchanged, changed].map((it) => ({ ...it, activities: 0 })))}`,
    );
  }
  await Promise.all([postgres.remove(), temporal.remove()]);
  const summary = (of: (it: (typeof rounds)[number]) => Measured) => ({
    wall_ms: whole(spread(rounds.map((it) => of(it).wall_ms))),
    cpu_ms: whole(spread(rounds.map((it) => of(it).cpu_ms))),
    peak_mib: whole(spread(rounds.map((it) => of(it).peak_kib / 1024))),
  });
  record("fleet", {
    activities: FLEET,
    rounds: FLEET_ROUNDS,
    first_sync: { wall_ms: Math.round(first.wall_ms), peak_mib: Math.round(first.peak_kib / 1024) },
    bare_list_ms: whole(spread(rounds.map((it) => it.list_ms))),
    unchanged_to_bare_list: spread(rounds.map((it) => it.unchanged.wall_ms / it.list_ms)),
    unchanged: summary((it) => it.unchanged),
    one_changed: summary((it) => it.changed),
    one_changed_more_ms: whole(spread(rounds.map((it) => it.changed.wall_ms - it.unchanged.wall_ms))),
  });
});

/** The same fleet with one title changed, mounted beside it. */
function otherMount(project: string): string {
  const definition = join(project, definitionPath(17));
  const other = join(folder, "project-other");
  execFileSync("cp", ["-r", project, other]);
  const text = readFileSync(definition, "utf8");
  writeFileSync(join(other, definitionPath(17)), text.replace(/^title: (.*)$/m, "title: Changed"));
  return mountOf(other);
}
