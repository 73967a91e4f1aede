// Measures actcore-worker on a real Postgres and a real Temporal: the memory of 200 concurrent runs, and one worker beside
// two on the same task queue. `--testNamePattern` chooses one of the two. Temporal's development server is what all wait for:
// with TMPDIR=/dev/shm its data is in memory, and the disk is left out.
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
// @ts-expect-error: plain JavaScript
import { spread } from "../../bench/statistics.mjs";
import { until } from "../../test/lab/until.ts";
import { ROOT } from "../../test/transcript.ts";
import { activityOfTest } from "../test/services/activity-of-test.ts";
import { type RuntimePlace, startRun, startRuntimePlace } from "../test/services/runtime-place.ts";
import type { WorkerProcess } from "../test/services/worker-process.ts";

const RESULTS = join(ROOT, "bench/runtime-worker.json");

const CONCURRENT_RUNS = 200;
const MEMORY_LIMIT_MIB = 512;
const WAVES = 3;
/** Long enough for heartbeats. */
const HOLD_MS = 15_000;

const PAIRS = 5;
const SHORT_CALLS = 100;

/** Twice what one worker calls at a time (runtime/src/worker/run-worker.ts), each as long as a short sweep. */
const LONG_CALLS = 500;
const LONG_MS = 45_000;
const LONG_PAIRS = 3;

const PATIENCE = { seconds: 600 };
const TICKS_PER_SECOND = 100;

let place: RuntimePlace;
beforeAll(async () => {
  place = await startRuntimePlace();
});
afterAll(() => place?.remove());

test("memory of concurrent runs", async () => {
  const group = limitedGroup();
  const service = await place.service();
  const worker = await place.worker(place.environment("memory", service), group?.wrapper);
  const idle_mib = memoryMib(worker, "VmRSS");
  const waves: { readonly holding_mib: number; readonly peak_mib: number }[] = [];
  for (let wave = 0; wave < WAVES; wave++) {
    const open: (() => void)[] = [];
    service.setAnswer((_, response) => void open.push(() => response.end("{}")));
    await startRuns(`memory-${wave}`, CONCURRENT_RUNS, "memory");
    await until("all calls", () => open.length === CONCURRENT_RUNS, PATIENCE);
    await pause(HOLD_MS);
    const holding_mib = memoryMib(worker, "VmRSS");
    for (const answer of open) answer();
    await recorded(`memory-${wave}`, CONCURRENT_RUNS);
    waves.push({ holding_mib, peak_mib: memoryMib(worker, "VmHWM") });
  }
  expect(worker.hasEnded).toBe(false);
  const times_at_limit = group?.timesAtLimit() ?? null;
  await worker.remove();
  group?.remove();
  const peak_mib = waves.at(-1)?.peak_mib;
  const limit = { limit_mib: MEMORY_LIMIT_MIB, has_limit: group !== undefined, times_at_limit };
  keep("memory", { concurrent_runs: CONCURRENT_RUNS, ...limit, idle_mib, waves, peak_mib });
});

test("one worker beside two, with calls that are answered at once", async () => {
  const pairs = await pairsOf(PAIRS, "short", shortCalls);
  const busiest = (two: Sharing) => Math.max(...two.cpu_ms_each);
  keep("sharing", {
    calls: SHORT_CALLS,
    pairs,
    cpu_ms_per_run: spread(pairs.map(({ one }) => (one.cpu_ms_each[0] ?? Number.NaN) / SHORT_CALLS)),
    busiest_cpu_to_one: spread(pairs.map(({ one, two }) => busiest(two) / (one.cpu_ms_each[0] ?? Number.NaN))),
    speedup: speedup(pairs),
  });
});

test("one worker beside two, with more long calls than one makes at a time", async () => {
  const pairs = await pairsOf(LONG_PAIRS, "long", longCalls);
  keep("long_calls", { calls: LONG_CALLS, seconds: LONG_MS / 1000, pairs, speedup: speedup(pairs) });
});

interface Sharing {
  readonly wall_ms: number;
  readonly cpu_ms_each: readonly number[];
  readonly calls_each: readonly number[];
  /** The most that were open at a time. */
  readonly most_at_once: number;
}

interface Pair {
  readonly one: Sharing;
  readonly two: Sharing;
}

/** What one worker takes and what two take, several times, each first as often. */
async function pairsOf(count: number, name: string, calls: (queue: string, workers: number) => Promise<Sharing>) {
  const pairs: Pair[] = [];
  for (let pair = 0; pair < count; pair++) {
    const isFirst = pair % 2 === 0;
    const first = await calls(`${name}-${pair}-first`, isFirst ? 1 : 2);
    const second = await calls(`${name}-${pair}-second`, isFirst ? 2 : 1);
    const [one, two] = isFirst ? [first, second] : [second, first];
    pairs.push({ one, two });
  }
  return pairs;
}

function speedup(pairs: readonly Pair[]) {
  return spread(pairs.map(({ one, two }) => one.wall_ms / two.wall_ms));
}

const shortCalls = (queue: string, count: number) => callsBy(queue, count, { calls: SHORT_CALLS, heldMs: 0 });

const longCalls = (queue: string, count: number) => callsBy(queue, count, { calls: LONG_CALLS, heldMs: LONG_MS });

/** Calls by some workers of one queue, each held so long before it is answered, until all are recorded. */
async function callsBy(
  queue: string,
  count: number,
  { calls, heldMs }: { readonly calls: number; readonly heldMs: number },
): Promise<Sharing> {
  const { services, workers } = await workersOf(queue, count);
  let open = 0;
  let most_at_once = 0;
  for (const service of services) {
    service.setAnswer(async (_, response) => {
      most_at_once = Math.max(most_at_once, ++open);
      await pause(heldMs);
      open--;
      response.end("{}");
    });
  }
  const before = workers.map(cpuMs);
  const started = performance.now();
  await startRuns(queue, calls, queue);
  await recorded(queue, calls);
  const wall_ms = performance.now() - started;
  const cpu_ms_each = workers.map((worker, index) => cpuMs(worker) - (before[index] ?? 0));
  await Promise.all(workers.map((worker) => worker.remove()));
  return { wall_ms, cpu_ms_each, calls_each: services.map(({ requests }) => requests.length), most_at_once };
}

/** Workers of one queue, each with a service of its own, which tells who has made a call. */
async function workersOf(queue: string, count: number) {
  const services = await Promise.all(Array.from({ length: count }, () => place.service()));
  const workers = await Promise.all(services.map((service) => place.worker(place.environment(queue, service))));
  return { services, workers };
}

function startRuns(namespace: string, count: number, queue: string) {
  const activities = Array.from({ length: count }, (_, index) => activityOfTest({ id: `${namespace}.r${index}` }));
  return Promise.all(activities.map((activity) => startRun(place.client, activity, queue)));
}

/** Until every run of a namespace is recorded, each with one call. */
async function recorded(namespace: string, count: number): Promise<void> {
  const sql = `select count(*)::integer as runs from actdef.activity_runs
    where activity_id like '${namespace}.%' and outcome = 'ok' and attempts = 1`;
  await until(`${count} rows`, async () => (await place.postgres.query(sql))[0]?.runs === count, PATIENCE);
}

/** A memory control group with a limit, as a container has one; undefined where this machine lets nobody make it. */
function limitedGroup() {
  const folder = `/sys/fs/cgroup/memory/actdef-bench-${process.pid}`;
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, "memory.limit_in_bytes"), String(MEMORY_LIMIT_MIB * 1024 * 1024));
  } catch {
    return undefined;
  }
  return {
    wrapper: ["sh", "-c", `echo $$ > ${folder}/cgroup.procs; exec "$@"`, "sh"],
    timesAtLimit: () => Number(readFileSync(join(folder, "memory.failcnt"), "utf8")),
    remove: () => rmdirSync(folder),
  };
}

function memoryMib({ pid }: WorkerProcess, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024);
}

/** User and system time of a worker so far. */
function cpuMs({ pid }: WorkerProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Keeps figures beside those that are there. */
function keep(name: string, figures: object): void {
  const kept = (() => {
    try {
      return JSON.parse(readFileSync(RESULTS, "utf8"));
    } catch {
      return {};
    }
  })();
  const machine = { node: process.version, cores: cpus().length, is_data_in_memory: tmpdir().startsWith("/dev/shm") };
  writeFileSync(RESULTS, `${JSON.stringify({ ...kept, machine, [name]: figures }, null, 2)}\n`);
  console.log(JSON.stringify({ [name]: figures }));
}
