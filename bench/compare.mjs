// Measures how fast `actdef compare` reads runs, and in how much memory; writes compare.json. Ten million events go through
// standard input, so that no disk is measured: `node bench/compare.mjs [events] [rounds]`.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { createRandom } from "./random.mjs";
import { spread } from "./statistics.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PRELOAD = fileURLToPath(new URL("peak-memory.cjs", import.meta.url));
const ID = "the-custodian.state-hub-consistency-sweep";
const QUARTER_MS = 900_000;
const BLOCK_EVENTS = 50_000;
const LIMITS = { events_a_second: 200_000, peak_mib: 256 };

/** What is read: events by events, of which share is of the activity, over how many days. */
const INPUTS = {
  "a week, every event a run of it": { share: 1, from: "2026-06-21", until: "2026-06-28" },
  "a week in the history of a hundred activities": { share: 0.01, from: "2026-06-21", until: "2026-06-28" },
  "a year, every event a run of it": { share: 1, from: "2026-01-01", until: "2027-01-01" },
};

/** Many lines of JSON, and where in them stand the eight digits that tell each run from the same one in the next block. */
function block({ share, from, until }) {
  const random = createRandom(1);
  const slots = (Date.parse(until) - Date.parse(from)) / QUARTER_MS;
  const lines = Array.from({ length: BLOCK_EVENTS }, (_, index) => {
    const isOwn = random.chance(share);
    return JSON.stringify(eventOf({ random, index, isOwn, slot: Date.parse(from) + random.below(slots) * QUARTER_MS }));
  });
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const places = [];
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 1)) places.push(at);
  return { bytes, places };
}

const MARK = "xxxxxxxx";

/** One in two as a history has it, one in two as the hub does. */
function eventOf({ random, index, isOwn, slot }) {
  const started = slot + random.below(3000);
  const run = {
    started_at: new Date(started).toISOString(),
    finished_at: new Date(started + 90_000 + random.below(120_000)).toISOString(),
    outcome: random.chance(0.98) ? "ok" : "warn",
    counts: { swept: 38 + random.below(5), skipped_lock: random.below(3), skipped_budget: 0, failed: 0 },
  };
  const id = `${MARK}-4f3b-4d5e-9c6a-${String(index).padStart(12, "0")}`;
  if (random.chance(0.5)) {
    const type = isOwn ? "consistency_sweep_remote_all" : "report_written";
    return { id, type, created_at: run.finished_at, detail: { source: "local-timer", ...run } };
  }
  return {
    run_id: id,
    activity_uuid: "7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b",
    activity_id: isOwn ? ID : "acme.report",
    behaviour_sha256: "383ef09ce978fe830e621e63c661cb44a0bf15f49dbf830b05ac367ed872c6ab",
    source: "activity-core",
    scheduled_time: new Date(slot).toISOString(),
    ...run,
  };
}

/** The program's CPU time, wall time and peak memory for so many events, and what it says that it has read. */
async function measure(input, events) {
  const { bytes, places } = block(input);
  const { from, until } = input;
  const args = ["compare", ID, "--events", "-", "--from", from, "--until", until, "--at", "2027-01-02T00:00Z"];
  const program = [`${ROOT}dist/actdef.cjs`, ...args, "--format", "json"];
  const child = spawn(process.execPath, ["--require", PRELOAD, ...program], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "inherit", "pipe"],
  });
  const [output, resources] = [collected(child.stdout), collected(child.stdio[3])];
  const started = performance.now();
  for (let round = 0; round * BLOCK_EVENTS < events; round++) {
    const digits = round.toString(16).padStart(MARK.length, "0");
    // A copy: what was written before may still be on its way.
    const copy = Buffer.from(bytes);
    for (const at of places) copy.write(digits, at, "latin1");
    if (!child.stdin.write(copy)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  }
  child.stdin.end();
  const [peak_kib, microseconds] = (await resources).split(" ").map(Number);
  const read = JSON.parse(await output).input;
  const seconds = (performance.now() - started) / 1000;
  return {
    events: read.events,
    runs: read.runs,
    peak_kib,
    cpu_seconds: microseconds / 1e6,
    seconds,
    bytes: bytes.length,
  };
}

async function collected(stream) {
  let text = "";
  for await (const chunk of stream) text += chunk;
  return text;
}

function wholeSpread(values) {
  return Object.fromEntries(Object.entries(spread(values)).map(([name, value]) => [name, Math.round(value)]));
}

const rounded = (value) => Math.round(value * 100) / 100;
const [events = 10_000_000, rounds = 3] = process.argv.slice(2).map(Number);
const results = [];
for (const [name, input] of Object.entries(INPUTS)) {
  const samples = [];
  for (let round = 0; round < rounds; round++) samples.push(await measure(input, events));
  const rate = wholeSpread(samples.map((it) => it.events / it.seconds));
  const peak = spread(samples.map(({ peak_kib }) => peak_kib / 1024));
  const row = {
    name,
    events: samples[0].events,
    runs: samples[0].runs,
    bytes_an_event: Math.round(samples[0].bytes / BLOCK_EVENTS),
    // By the clock; CPU time besides, which other work on the machine lengthens less.
    events_a_second: rate,
    events_a_cpu_second: wholeSpread(samples.map((it) => it.events / it.cpu_seconds)),
    peak_mib: { min: rounded(peak.min), median: rounded(peak.median), max: rounded(peak.max) },
    is_met: rate.median >= LIMITS.events_a_second && peak.max <= LIMITS.peak_mib,
    samples,
  };
  results.push(row);
  console.log(`${name}: ${rate.median} events a second, ${row.peak_mib.max} MiB`);
}
const document = { node: process.version, cpu: cpus()[0]?.model, limits: LIMITS, results };
writeFileSync(new URL("compare.json", import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
