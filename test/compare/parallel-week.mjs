#!/usr/bin/env node
// A parallel week that never was: the runs of a workstation's timer and of a cluster, with what happens to such runners.
// As a program it prints one of the weeks of `weeks.mjs` as JSON lines.
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../bench/random.mjs";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
export const ACTIVITY = "the-custodian.state-hub-consistency-sweep";
export const CANDIDATE = "activity-core";
export const CONTROL = "local-timer";
const EVENT = "consistency_sweep_remote_all";

const at = (text) => Date.parse(text);
const text = (instant) => new Date(Math.round(instant)).toISOString();
const isWithin = (instant, spans = []) => spans.some(({ from, until }) => at(from) <= instant && instant < at(until));

/** What a runner does where nothing happens to it. */
const RUNNER = {
  delay: [0.4, 2.4],
  seconds: [90, 215],
  warns: 0.02,
  fails: 0,
  misses: 0,
  skewSeconds: 0,
  offsetMinutes: 0,
};

/**
 * The events of a week, as the State Hub or a history lists them: in the order in which the runs ended. The same
 * settings and seed give the same events.
 */
export function parallelWeek(week = {}) {
  const { seed = 1, from = "2026-06-21T00:00Z", until = "2026-06-28T00:00Z" } = week;
  const random = createRandom(seed);
  const events = [];
  const control = { ...RUNNER, ...week.control };
  const candidate = { ...RUNNER, delay: [0.1, 0.9], starts: from, ...week.candidate };
  for (let slot = at(from); slot < at(until); slot += QUARTER) {
    events.push(...controlRuns(slot, control, random));
    events.push(...candidateRuns(slot, candidate, random));
  }
  if (week.contention) contend(events, random);
  const sorted = events.sort((a, b) => at(a.finished_at) - at(b.finished_at) || (a.run_id < b.run_id ? -1 : 1));
  return week.disturb ? week.disturb(sorted, random) : sorted;
}

const between = (random, [low, high]) => low + (high - low) * (random.below(10_000) / 10_000);

/** A workstation's timer does not fire while it sleeps, and once when it wakes up. */
function controlRuns(slot, runner, random) {
  const fire = slot + runner.offsetMinutes * MINUTE;
  const run = oneRun(fire, CONTROL, runner, random);
  const asleep = runner.sleeps?.find(({ from, until }) => at(from) <= fire && fire < at(until));
  if (!asleep) return run ? [hubEvent(run)] : [];
  const isLastOfSleep = fire + QUARTER >= at(asleep.until);
  if (!run || !isLastOfSleep || !runner.firesOnWaking) return [];
  return [hubEvent(shifted(run, at(asleep.until) - fire))];
}

function candidateRuns(slot, runner, random) {
  const fire = slot + runner.offsetMinutes * MINUTE;
  const run = oneRun(fire, CANDIDATE, runner, random);
  if (!run || fire < at(runner.starts) || isWithin(fire, runner.pauses) || isWithin(fire, runner.outages)) return [];
  const behaviour = runner.behaviour?.(fire);
  const record = {
    ...run,
    activity_uuid: "7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b",
    activity_id: ACTIVITY,
    scheduled_time: text(fire),
    ...(behaviour ? { behaviour_sha256: behaviour } : {}),
  };
  if (isWithin(fire, runner.cutOff)) return [{ ...record, ...cutAfter(record, 30), outcome: "failed" }];
  if (isWithin(fire, runner.twice)) return [record, { ...shifted(record, 4_000), run_id: uuid(random) }];
  return [record];
}

/** What a proxy leaves of a run that it cuts off after so many seconds. */
function cutAfter({ started_at }, seconds) {
  return { finished_at: text(at(started_at) + seconds * 1000), counts: null };
}

function oneRun(fire, source, runner, random) {
  const started = fire + (between(random, runner.delay) + runner.skewSeconds) * 1000;
  const seconds = between(random, runner.seconds);
  const [isWarn, isFailed, isMissing] = [runner.warns, runner.fails, runner.misses].map((share) =>
    random.chance(share),
  );
  const run_id = uuid(random);
  const isDown = isWithin(fire, runner.fails_within);
  if (isMissing) return undefined;
  return {
    run_id,
    source,
    started_at: text(started),
    finished_at: text(started + seconds * 1000),
    outcome: isFailed || isDown ? "failed" : isWarn ? "warn" : "ok",
    counts: { swept: 38 + random.below(5), skipped_lock: 0, skipped_budget: seconds > 295 ? 1 : 0, failed: 0 },
  };
}

function shifted(run, milliseconds) {
  const move = (instant) => text(at(instant) + milliseconds);
  return { ...run, started_at: move(run.started_at), finished_at: move(run.finished_at) };
}

/** The hub's own form: an event of a type, with what it says of the run in `detail`. */
function hubEvent({ run_id, ...detail }) {
  return { id: run_id, type: EVENT, created_at: detail.finished_at, detail };
}

/** Of two runs that begin within a minute, the later passes over what the earlier has locked. */
function contend(events, random) {
  const bySlot = new Map();
  for (const event of events) {
    const run = event.detail ?? event;
    const slot = Math.floor(at(run.started_at) / QUARTER);
    const other = bySlot.get(slot);
    bySlot.set(slot, run);
    if (!other || Math.abs(at(other.started_at) - at(run.started_at)) >= MINUTE) continue;
    const later = at(other.started_at) > at(run.started_at) ? other : run;
    if (later.counts) later.counts.skipped_lock = random.below(4);
  }
}

function uuid(random) {
  const digits = Array.from({ length: 32 }, () => random.below(16).toString(16)).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}

/** The behaviour that the manifests around here were compiled with. */
function compiledBehaviour() {
  const manifest = readFileSync("k8s/generated/railiance01/20-runtime.yaml", "utf8");
  return /behaviour_sha256":\s*"([0-9a-f]{64})/.exec(manifest)?.[1];
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { WEEKS } = await import("./weeks.mjs");
  const name = process.argv[2] ?? "seed";
  if (!Object.hasOwn(WEEKS, name)) throw new Error(`no week "${name}"; there are ${Object.keys(WEEKS).join(", ")}`);
  const events = parallelWeek(WEEKS[name](compiledBehaviour()));
  process.stdout.write(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}
