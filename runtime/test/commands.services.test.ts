import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Activity } from "../../src/model/activity.ts";
import { sha256 } from "../../src/model/canonical-json.ts";
import { until } from "../../test/lab/until.ts";
import { sweep } from "../../test/project/sample.ts";
import { schemaValidator } from "../../test/schema-validator.ts";
import { type Answer, type HttpService, json, startHttpService } from "../../test/services/http-service.ts";
import type { CommandResult } from "../src/commands/command-result.ts";
import { startReadyWorker, type WorkerProcess } from "./services/worker-process.ts";
import { SyncLab, type SyncPlace } from "./sync-lab.ts";

let lab: SyncLab;
let place: SyncPlace;
let hub: HttpService;
let worker: WorkerProcess;
let answer: Answer;
let answerSweep: Answer = json(200, { exit_code: 0 });
beforeAll(async () => {
  lab = await SyncLab.start();
  place = await lab.place();
  hub = await startHttpService((request, response) => answer(request, response));
  answer = eventfulHub();
  worker = await startReadyWorker({ ...place.env, STATE_HUB_URL: hub.url, ACTCORE_SECRETS_FOLDER: "/nonexistent" });
  place.env.STATE_HUB_URL = hub.url;
  const enabled = { enabled: true, rollout: { ...sweep.rollout, phase: "primary" } } as const;
  await place.claim(
    activity("paused"),
    activity("enabled", enabled),
    activity("eventless", { progress_event: null }),
    activity("failing"),
    activity("doubling"),
    activity("busy", enabled),
  );
});
afterAll(async () => {
  await worker?.remove();
  await hub?.stop();
  await lab?.stop();
});

const EVENTS = ["--progress-events-env", "STATE_HUB_URL"];

function activity(name: string, changes: Partial<Activity> = {}): Activity {
  // A schedule that does not fire while the tests run.
  const schedule = { ...sweep.schedule, starts_at: "2100-01-01T00:00:00Z" };
  const progress_event = `event-${name}`;
  return place.activity(name, {
    schedule,
    progress_event,
    invoke: { ...sweep.invoke, path: `/sweep/${name}` },
    ...changes,
  });
}

/** Leaves an event for each key that it has not seen; one whose path ends in `doubling` for each call. */
function eventfulHub(): Answer {
  const events = new Map<string, object>();
  return (request, response) => {
    const key = String(request.headers["idempotency-key"]);
    if (request.method === "GET") {
      // Pages of two, whatever is asked for.
      const after = Number(new URL(request.path, "http://hub").searchParams.get("after"));
      const next = after + 2 < events.size ? `${after + 2}` : null;
      return json(200, { events: [...events.values()].slice(after, after + 2), next })(request, response);
    }
    const [, , name] = request.path.split("/");
    const id = name === "doubling" ? `${events.size}` : key;
    const { detail } = JSON.parse(request.body);
    events.set(id, { id, type: `event-${name}`, detail: { source: detail.source } });
    if (name === "failing") return json(200, { exit_code: 3 })(request, response);
    return answerSweep(request, response);
  };
}

async function command(...args: readonly string[]) {
  const [name = "", target = "", ...others] = args;
  const { code, stdout, stderr, message } = await place.run({ args: [name, place.id(target), ...others] });
  const text = stdout.split("\n").findLast((line) => line.startsWith("ACTCORE_COMMAND_RESULT "));
  if (text === undefined) return { code, stderr, stdout, message };
  const line = text.slice("ACTCORE_COMMAND_RESULT ".length);
  expect(JSON.parse(message)).toMatchObject({ sha256: sha256(line), command: name });
  const result = JSON.parse(line) as CommandResult;
  const validate = schemaValidator("command-result");
  validate(result);
  expect(validate.errors).toBeNull();
  return { code, stderr, stdout, message, result };
}

function checks({ checks }: CommandResult) {
  return Object.fromEntries(checks.map(({ name, passed, seen }) => [name, [passed, seen]]));
}

describe("canary", () => {
  test("makes one run while paused, and the same call again, which changes nothing", async () => {
    const { code, result } = await command("canary", "paused", ...EVENTS);
    expect(result && checks(result)).toMatchObject({
      run: [true, "recorded"],
      outcome: [true, "ok"],
      duration: [true, expect.stringMatching(/^[0-9.]+ s$/)],
      repeat: [true, "ok"],
      "rows in activity_runs": [true, "1"],
      "progress events of activity-core": [true, "1"],
      "progress events after the repeat": [true, "1"],
      "still paused": [true, "true"],
    });
    expect(result).toMatchObject({ ok: true, run: { outcome: "ok", attempts: 1 } });
    expect(code).toBe(0);
    const calls = hub.requests.filter(({ path }) => path === "/sweep/paused");
    expect(calls.map(({ headers }) => headers["idempotency-key"])).toEqual([
      result?.run?.idempotency_key,
      result?.run?.idempotency_key,
    ]);
  });

  test("skips what it is not told how to see", async () => {
    const { code, result } = await command("canary", "eventless");
    expect(code).toBe(0);
    expect(result && checks(result)["progress events"]).toEqual([null, "the activity names no progress event"]);
  });

  test("fails where the run is not ok, and does not repeat it", async () => {
    const { code, result } = await command("canary", "failing", ...EVENTS);
    expect(code).toBe(1);
    expect(result && checks(result)).toMatchObject({
      outcome: [false, "failed: /exit_code is 3 (fail_when: not_equals 0)"],
      repeat: [null, "the run was not ok"],
    });
    expect(hub.requests.filter(({ path }) => path === "/sweep/failing")).toHaveLength(1);
  });

  test("fails where the repeat leaves a second event", async () => {
    const { code, result } = await command("canary", "doubling", ...EVENTS);
    expect(code).toBe(1);
    expect(result && checks(result)["progress events after the repeat"]).toEqual([false, "2"]);
  });

  test("is refused where the schedule is not paused", async () => {
    const { code, stderr } = await command("canary", "enabled", ...EVENTS);
    expect(code).toBe(42);
    expect(stderr).toContain("is not paused, and a canary runs only while it is");
  });
});

describe("pause and resume", () => {
  test("change the schedule, and say what it was before", async () => {
    const paused = await command("pause", "enabled", "--reason", "the hub is being moved");
    expect(paused.result).toMatchObject({
      before: { paused: false },
      after: { paused: true, note: "the hub is being moved" },
      ok: true,
    });
    expect((await place.describe("enabled")).state).toMatchObject({ paused: true, note: "the hub is being moved" });
    const resumed = await command("resume", "enabled");
    expect(resumed.result).toMatchObject({ before: { paused: true }, after: { paused: false }, ok: true });
    expect((await place.describe("enabled")).state.paused).toBe(false);
  });

  test("resume is refused where the definition says that it is not enabled", async () => {
    const { code, stderr } = await command("resume", "paused");
    expect(code).toBe(42);
    expect(stderr).toContain("set enabled: true and run actdef sync");
    expect((await place.describe("paused")).state.paused).toBe(true);
  });
});

describe("trigger", () => {
  test("makes one run now, and gives its record", async () => {
    const { code, result } = await command("trigger", "paused");
    expect(code).toBe(0);
    expect(result).toMatchObject({ run: { outcome: "ok", activity_id: place.id("paused") }, after: { paused: true } });
  });

  test("fails with a run that has failed", async () => {
    const { code, result } = await command("trigger", "failing");
    expect(code).toBe(1);
    expect(result).toMatchObject({ ok: false, run: { outcome: "failed" } });
  });

  test("says that it was skipped where a run is active", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    answerSweep = (request, response) => opened.then(() => json(200, { exit_code: 0 })(request, response));
    const first = command("trigger", "busy");
    await until("a run", () => hub.requests.some(({ path }) => path === "/sweep/busy"));
    const second = await command("trigger", "busy");
    open();
    expect(second.code).toBe(1);
    expect(second.result && checks(second.result)).toEqual({ run: [false, "skipped: another run is active"] });
    expect(await first).toMatchObject({ code: 0 });
  });
});

describe("what is refused before anything is done", () => {
  test.each([
    ["an id that nobody has", ["pause", "nobody"], {}, "has no activity"],
    ["another database", ["pause", "paused"], { ACTCORE_EXPECTED_DATABASE: "other" }, "the target's is other"],
    ["another cluster", ["trigger", "paused"], { ACTCORE_EXPECTED_CLUSTER_UID: "u" }, "belongs to the cluster"],
    ["an option that is not known", ["pause", "paused", "--force"], {}, "usage: actcore-sync canary <id>"],
  ])("%s", async (_, [name = "", target = "", ...others], env, words) => {
    const { code, stderr } = await place.run({ args: [name, place.id(target), ...others], env });
    expect(code).toBe(42);
    expect(stderr).toContain(words);
  });
});
