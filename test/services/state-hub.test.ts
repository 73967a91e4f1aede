import { afterEach, beforeEach, expect, test } from "vitest";
import { type ProgressEvent, type StateHub, type SweepAnswer, startStateHub } from "./state-hub.ts";

let hub: StateHub;
beforeEach(async () => {
  hub = await startStateHub();
});
afterEach(() => hub.stop());

const ID = "the-custodian.state-hub-consistency-sweep";

function post(key?: string, body: unknown = { max_seconds: 5, detail: { source: "activity-core" } }) {
  return fetch(`${hub.url}/consistency/sweep/remote-all`, {
    method: "POST",
    headers: key === undefined ? {} : { "idempotency-key": key },
    body: JSON.stringify(body),
  });
}

async function sweep(key?: string, max_seconds = 5) {
  const answer = await post(key, { max_seconds, detail: { source: "activity-core" } });
  return { status: answer.status, ...((await answer.json()) as SweepAnswer) };
}

test("a sweep does all repositories and leaves an event", async () => {
  expect(await sweep(`${ID}@2026-06-21T20:00:00Z`)).toEqual({
    status: 200,
    exit_code: 0,
    partial: false,
    counts: { swept: 3, skipped_lock: 0, skipped_budget: 0, failed: 0 },
  });
  expect(hub.events).toMatchObject([
    {
      id: 1,
      type: "consistency_sweep_remote_all",
      detail: { source: "activity-core" },
      activity_id: ID,
      source: "activity-core",
      scheduled_time: "2026-06-21T20:00:00Z",
      outcome: "ok",
      counts: { swept: 3 },
    },
  ]);
});

test("the same key gives the same answer and sweeps nothing again, also while the first is under way", async () => {
  hub.set({ secondsPerRepository: 0.05 });
  const key = `${ID}@2026-06-21T20:00:00Z`;
  const [first, second] = await Promise.all([sweep(key), sweep(key)]);
  expect(await sweep(key)).toEqual(first);
  expect(second).toEqual(first);
  expect(hub.sweptTimes).toEqual([1, 1, 1]);
  expect(hub.events).toHaveLength(1);
  await sweep(`${ID}@2026-06-21T20:15:00Z`);
  expect(hub.sweptTimes).toEqual([2, 2, 2]);
});

test("what another runner holds is skipped for its lock, and what the budget has no room for for that", async () => {
  const unlock = hub.lock(1);
  expect(await sweep()).toMatchObject({ partial: true, exit_code: 0, counts: { swept: 2, skipped_lock: 1 } });
  unlock();
  hub.set({ secondsPerRepository: 0.2, repositories: 10 });
  const { counts, exit_code } = await sweep(undefined, 0.5);
  expect(exit_code).toBe(0);
  expect(counts.swept).toBeGreaterThan(0);
  expect(counts.skipped_budget).toBe(10 - counts.swept);
});

test("a sweep skips what another one is at, by lock", async () => {
  hub.set({ secondsPerRepository: 60, repositories: 1 });
  const long = expect(post("a.b@2026-06-21T20:00:00Z", { max_seconds: 90, detail: { source: "x" } })).rejects.toThrow();
  await expect.poll(() => hub.requests.length).toBe(1);
  hub.set({ secondsPerRepository: 0, repositories: 2 });
  expect(await sweep("a.b@2026-06-21T20:00:00.001Z#local-timer")).toMatchObject({
    counts: { swept: 1, skipped_lock: 1 },
  });
  expect(hub.events).toMatchObject([{ activity_id: "a.b", scheduled_time: null, outcome: "warn" }]);
  await hub.stop();
  await long;
});

test("one that fails makes the exit code 1, with an answer of 200", async () => {
  hub.set({ failingRepositories: 2 });
  expect(await sweep()).toMatchObject({ status: 200, exit_code: 1, counts: { swept: 1, failed: 2 } });
  expect(hub.events).toMatchObject([{ outcome: "failed", activity_id: null, scheduled_time: null }]);
});

test("what is no sweep is refused", async () => {
  expect((await post(undefined, { max_seconds: 5 })).status).toBe(422);
  expect((await post(undefined, { detail: { source: "x" } })).status).toBe(422);
  expect((await fetch(`${hub.url}/consistency/sweep/remote-all`)).status).toBe(404);
  expect(hub.events).toEqual([]);
});

test("events are read in pages, in order", async () => {
  for (let i = 0; i < 5; i++) await sweep();
  const read = async (query: string) => {
    const answer = await fetch(`${hub.url}/progress-events?${query}`);
    const { events, next } = (await answer.json()) as { events: ProgressEvent[]; next: number | null };
    return [events.map(({ id }) => id), next];
  };
  expect(await read("type=consistency_sweep_remote_all&limit=2")).toEqual([[1, 2], 2]);
  expect(await read("type=consistency_sweep_remote_all&limit=2&after=2")).toEqual([[3, 4], 4]);
  expect(await read("type=consistency_sweep_remote_all&limit=2&after=4")).toEqual([[5], null]);
  expect(await read("type=another")).toEqual([[], null]);
  expect(await read("since=2100-01-01T00:00:00Z")).toEqual([[], null]);
  expect(await read("")).toEqual([[1, 2, 3, 4, 5], null]);
});

test("faults come in their order, and only those before the work keep it from being done", async () => {
  hub.setFaults(
    { kind: "status", status: 429, retryAfter: "3" },
    { kind: "garbage" },
    { kind: "reset" },
    { kind: "lost_answer" },
    { kind: "half_answer" },
    { kind: "late", seconds: 0.05 },
  );
  const throttled = await post();
  expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "3"]);
  expect(await (await post()).text()).toBe("<h1>It works!</h1>");
  await expect(post()).rejects.toThrow();
  expect(hub.events).toHaveLength(0);
  await expect(post()).rejects.toThrow();
  expect(hub.events).toHaveLength(1);
  await expect(post().then((answer) => answer.json())).rejects.toThrow();
  expect(await sweep()).toMatchObject({ status: 200 });
  expect(await sweep()).toMatchObject({ status: 200 });
  expect(hub.events).toHaveLength(4);
});

test("it can be stopped while it sweeps", async () => {
  hub.set({ secondsPerRepository: 60, repositories: 1 });
  const call = post(undefined, { max_seconds: 300, detail: { source: "x" } });
  const failure = expect(call).rejects.toThrow();
  await expect.poll(() => hub.requests.length).toBe(1);
  await hub.stop();
  await failure;
});
