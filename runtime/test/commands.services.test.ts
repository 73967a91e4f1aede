import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Activity } from "../../src/model/activity.ts";
import { sha256 } from "../../src/model/canonical-json.ts";
import { until } from "../../test/lab/until.ts";
import { sweep } from "../../test/project/sample.ts";
import { schemaValidator } from "../../test/schema-validator.ts";
import {
  type Answer,
  type HttpService,
  json,
  type SeenRequest,
  startHttpService,
} from "../../test/services/http-service.ts";
import { type StateHub, startStateHub } from "../../test/services/state-hub.ts";
import type { CommandResult } from "../src/commands/command-result.ts";
import { startReadyWorker, type WorkerProcess } from "./services/worker-process.ts";
import { SyncLab, type SyncPlace } from "./sync-lab.ts";

let lab: SyncLab;
let place: SyncPlace;
let hub: StateHub;
/** Leaves an event for each call, also of one that it has seen; holds its answers until it is let. */
let doubling: HttpService;
let mayAnswer = Promise.resolve();
let worker: WorkerProcess;
beforeAll(async () => {
  lab = await SyncLab.start();
  place = await lab.place();
  hub = await startStateHub();
  doubling = await startHttpService(doublingHub());
  const urls = { STATE_HUB_URL: hub.url, DOUBLING_URL: doubling.url };
  worker = await startReadyWorker({ ...place.env, ...urls, ACTCORE_SECRETS_FOLDER: "/nonexistent" });
  Object.assign(place.env, urls);
  const primary = { enabled: true, rollout: { ...sweep.rollout, phase: "primary" } } as const;
  const elsewhere = { invoke: { ...sweep.invoke, base_url_env: "DOUBLING_URL" } };
  await place.claim(
    activity("paused"),
    activity("enabled", primary),
    activity("eventless", { progress_event: null }),
    activity("once", { invoke: { ...sweep.invoke, idempotent: false } }),
    activity("doubling", elsewhere),
    activity("busy", { ...primary, ...elsewhere }),
  );
});
afterAll(async () => {
  await worker?.remove();
  await Promise.all([hub?.stop(), doubling?.stop()]);
  await lab?.stop();
});

const EVENTS = ["--progress-events-env", "STATE_HUB_URL"];

/** One that does not fire by itself while the tests run. */
function activity(name: string, changes: Partial<Activity> = {}): Activity {
  const schedule = { ...sweep.schedule, starts_at: "2100-01-01T00:00:00Z" };
  return place.activity(name, { schedule, ...changes });
}

function doublingHub(): Answer {
  const events: object[] = [];
  return async (request, response) => {
    if (request.method === "GET") return json(200, { events, next: null })(request, response);
    const { detail } = JSON.parse(request.body);
    events.push({ id: events.length, type: sweep.progress_event, detail });
    await mayAnswer;
    await json(200, { exit_code: 0 })(request, response);
  };
}

function sweepsOf(name: string, requests: readonly SeenRequest[] = hub.requests) {
  return requests.filter(
    ({ method, headers }) => method === "POST" && `${headers["idempotency-key"]}`.startsWith(`${place.id(name)}@`),
  );
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
    expect(result && checks(result)).toEqual({
      run: [true, "recorded"],
      outcome: [true, "ok"],
      duration: [true, expect.stringMatching(/^\d+\.\d{3} s$/)],
      repeat: [true, "ok"],
      "rows in activity_runs": [true, "1"],
      "progress events": [true, "1"],
      "progress events after the repeat": [true, "1"],
      "still paused": [true, "true"],
    });
    expect(result).toMatchObject({ ok: true, run: { outcome: "ok", attempts: 1, counts: { swept: 3 } } });
    expect(code).toBe(0);
    const key = result?.run?.idempotency_key;
    expect(sweepsOf("paused").map(({ headers }) => headers["idempotency-key"])).toEqual([key, key]);
  });

  test("skips what it is not told how to see", async () => {
    const { code, result } = await command("canary", "eventless");
    expect(code).toBe(0);
    expect(result && checks(result)["progress events"]).toEqual([null, "the activity names no progress event"]);
  });

  test("does not repeat what is not idempotent", async () => {
    const { code, result } = await command("canary", "once", ...EVENTS);
    expect(code).toBe(0);
    expect(result && checks(result).repeat).toEqual([null, "the activity is not idempotent"]);
    expect(sweepsOf("once")).toHaveLength(1);
  });

  test("fails where the run is not ok, and does not repeat it", async () => {
    hub.set({ failingRepositories: 1 });
    const { code, result } = await command("canary", "paused", ...EVENTS);
    hub.set({ failingRepositories: 0 });
    expect(code).toBe(1);
    expect(result && checks(result)).toMatchObject({
      outcome: [false, "failed: /exit_code is 1 (fail_when: not_equals 0)"],
      repeat: [null, "the run was not ok"],
    });
    expect(sweepsOf("paused")).toHaveLength(3);
  });

  test("fails where the repeat leaves a second event", async () => {
    const { code, result } = await command("canary", "doubling", "--progress-events-env", "DOUBLING_URL");
    expect(code).toBe(1);
    expect(result && checks(result)["progress events after the repeat"]).toEqual([false, "2"]);
  });

  test("fails where the service leaves no event", async () => {
    const { code, result } = await command("canary", "doubling", ...EVENTS);
    expect(code).toBe(1);
    expect(result && checks(result)["progress events"]).toEqual([false, "0"]);
  });

  test("does nothing where events cannot be read", async () => {
    const { code, stderr } = await command("canary", "paused", ...EVENTS, "--progress-events-path", "/nowhere");
    expect(code).toBe(1);
    expect(stderr).toContain("the progress events at /nowhere cannot be read: the service answered 404");
    expect(sweepsOf("paused")).toHaveLength(3);
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

  test("a pause needs no database, which may be why it is wanted", async () => {
    const { code, stderr } = await place.run({
      args: ["pause", place.id("enabled"), "--reason=- the database is gone"],
      env: { DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing" },
    });
    expect(code, stderr).toBe(0);
    expect((await place.describe("enabled")).state).toMatchObject({ paused: true, note: "- the database is gone" });
    expect((await command("resume", "enabled")).code).toBe(0);
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
    hub.setFaults({ kind: "status", status: 503 });
    const { code, result } = await command("trigger", "paused");
    expect(code).toBe(1);
    expect(result).toMatchObject({ ok: false, run: { outcome: "failed", http_status: 503 } });
  });

  test("says that it was skipped where a run is active", async () => {
    let open = () => {};
    mayAnswer = new Promise((resolve) => {
      open = resolve;
    });
    const first = command("trigger", "busy");
    await until("a run", () => sweepsOf("busy", doubling.requests).length > 0);
    const second = await command("trigger", "busy");
    open();
    expect(second.code).toBe(1);
    expect(second.result && checks(second.result)).toEqual({ run: [false, "skipped: another run is active"] });
    expect(await first).toMatchObject({ code: 0 });
  });
});

describe("what is refused before anything is done", () => {
  test.each([
    ["an id that nobody has", ["trigger", "nobody"], {}, "has no activity"],
    ["a pause of an id that nobody has", ["pause", "nobody"], {}, "Temporal has no schedule"],
    ["another database", ["trigger", "paused"], { ACTCORE_EXPECTED_DATABASE: "other" }, "the target's is other"],
    ["a pause with another database", ["pause", "paused"], { ACTCORE_EXPECTED_DATABASE: "other" }, "another target"],
    ["a pause in another cluster", ["pause", "paused"], { ACTCORE_EXPECTED_CLUSTER_UID: "u" }, "another target"],
    ["another cluster", ["trigger", "paused"], { ACTCORE_EXPECTED_CLUSTER_UID: "u" }, "belongs to the cluster"],
    ["an option that is not known", ["pause", "paused", "--force"], {}, "usage: actcore-sync canary <id>"],
  ])("%s", async (_, [name = "", target = "", ...others], env, words) => {
    const { code, stderr } = await place.run({ args: [name, place.id(target), ...others], env });
    expect(code).toBe(42);
    expect(stderr).toContain(words);
  });
});
