import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunRecord } from "../runtime/src/activity/run.ts";
import { schemaValidator } from "./schema-validator.ts";
import { type HttpService, json, startHttpService } from "./services/http-service.ts";
import { type StateHub, startStateHub } from "./services/state-hub.ts";
import { ROOT, type Scratch, scratchProject } from "./transcript.ts";

const ID = "the-custodian.state-hub-consistency-sweep";
const DEFINITION = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
const PRELOAD = join(ROOT, "test/fault/kill-at.mjs");

let scratch: Scratch;
let history: string;
beforeEach(() => {
  scratch = scratchProject();
  history = join(scratch.folder, "runs.jsonl");
});
afterEach(() => scratch.remove());

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `actdef run` in the scratch project, with its history in `runs.jsonl`. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH } = process.env;
  const program = [join(ROOT, "dist/actdef.cjs"), "run", ID, "--history", history, ...args];
  const child = spawn(process.execPath, program, { cwd: scratch.folder, env: { PATH, NO_COLOR: "1", ...env } });
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return {
    child,
    ended: ended.then(([[code, signal], out, err]): Ended => ({ code, signal, out, err })),
  };
}

const run = (args: readonly string[], env?: Readonly<Record<string, string>>) => start(args, env).ended;

function define(...changes: readonly (readonly [string, string])[]): void {
  const file = join(scratch.folder, DEFINITION);
  let source = readFileSync(file, "utf8");
  for (const [from, to] of changes) {
    expect(source).toContain(from);
    source = source.replace(from, to);
  }
  writeFileSync(file, source);
}

/** The runs in the history. Throws where a line is no whole run. */
function runs(): RunRecord[] {
  const isRun = schemaValidator("run");
  const lines = readFileSync(history, "utf8").split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => {
    const record = JSON.parse(line);
    isRun(record);
    expect(isRun.errors).toBeNull();
    return record;
  });
}

describe("against the State Hub", () => {
  let hub: StateHub;
  beforeEach(async () => {
    hub = await startStateHub();
  });
  afterEach(() => hub.stop());

  test("a run sweeps, is recorded, and the hub's event is there", async () => {
    const { code, out } = await run(["--base-url", hub.url]);
    expect(code).toBe(0);
    expect(out).toMatch(/^\S+sweep: ok: swept 3, skipped_lock 0, skipped_budget 0, failed 0 \(\d+ ms\)\n$/);
    const [record] = runs();
    expect(record).toMatchObject({
      activity_id: ID,
      source: "local-timer",
      scheduled_time: null,
      outcome: "ok",
      attempts: 1,
      counts: { swept: 3 },
      idempotency_key: `${ID}@${record?.started_at}#local-timer`,
    });
    expect(hub.events).toMatchObject([{ activity_id: ID, detail: { source: "local-timer" }, counts: { swept: 3 } }]);
    expect(hub.requests[0]?.headers["idempotency-key"]).toBe(record?.idempotency_key);
  });

  test("the record is printed as JSON, alone on standard output", async () => {
    const { code, out } = await run(["--format", "json", "--source", "by-hand"], { STATE_HUB_URL: hub.url });
    expect(code).toBe(0);
    expect([JSON.parse(out)]).toEqual(runs());
    expect(hub.events).toMatchObject([{ source: "by-hand" }]);
  });

  test("a sweep that fails is a failure, though the answer is 200", async () => {
    hub.set({ failingRepositories: 1 });
    const { code, out } = await run(["--base-url", hub.url]);
    expect(code).toBe(6);
    expect(out).toContain("failed: /exit_code is 1 (fail_when: not_equals 0), swept 2");
  });

  test("one that warns is a success", async () => {
    define(["outcome:\n", "outcome:\n  warn_when: { pointer: /counts/skipped_lock, greater_than: 0 }\n"]);
    hub.lock(1);
    const { code, out } = await run(["--base-url", hub.url]);
    expect([code, out]).toEqual([0, expect.stringContaining("warn: /counts/skipped_lock is 1")]);
  });

  test("an answer that is lost is asked for again, and the work is not done twice", async () => {
    define(["max_seconds: 300", "max_seconds: 300\nretry: { max_attempts: 2, backoff_seconds: 1 }"]);
    hub.setFaults({ kind: "lost_answer" });
    const { code, out, err } = await run(["--base-url", hub.url]);
    expect([code, out]).toEqual([0, expect.stringContaining("after 2 attempts ok: swept 3")]);
    expect(err).toContain("attempt 1: failed: the connection was cut before an answer came");
    expect(hub.sweptTimes).toEqual([1, 1, 1]);
    expect(new Set(hub.requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(runs()).toMatchObject([{ attempts: 2, outcome: "ok" }]);
  });

  test("Retry-After is kept to within the longest pause, and above it the attempts end", async () => {
    define([
      "max_seconds: 300",
      "max_seconds: 30\nretry: { max_attempts: 3, backoff_seconds: 1, max_backoff_seconds: 2 }",
    ]);
    hub.setFaults({ kind: "status", status: 429, retryAfter: "2" }, { kind: "status", status: 503, retryAfter: "3" });
    const { code, err } = await run(["--base-url", hub.url]);
    expect(code).toBe(6);
    expect(err).toContain("attempt 1: failed: the service answered 429");
    expect(err).toContain("again in 2 s");
    expect(runs()).toMatchObject([
      { attempts: 2, reason: "the service answered 503, and asks to wait 3 s", http_status: 503 },
    ]);
  });

  test("an answer that does not come in time is timed out", async () => {
    define(["max_seconds: 300", "max_seconds: 1"], ["  idempotent: true", "  idempotent: true\n  timeout_seconds: 2"]);
    hub.setFaults({ kind: "never" });
    const { code, out } = await run(["--base-url", hub.url]);
    expect([code, out]).toEqual([6, expect.stringContaining("timed_out: no answer within 2 s")]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s ends the call, and the run is recorded", async (signal) => {
    hub.setFaults({ kind: "never" });
    const { child, ended } = start(["--base-url", hub.url]);
    await expect.poll(() => hub.requests.length).toBe(1);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 130, out: expect.stringContaining("failed: interrupted") });
    expect(runs()).toMatchObject([{ outcome: "failed", reason: "interrupted", attempts: 1 }]);
  });

  test("so does one between two attempts", async () => {
    define(["max_seconds: 300", "max_seconds: 300\nretry: { max_attempts: 2, backoff_seconds: 60 }"]);
    hub.setFaults({ kind: "status", status: 503 });
    const { child, ended } = start(["--base-url", hub.url]);
    child.stderr.on("data", (said) => {
      if (String(said).includes("again in 60 s")) child.kill("SIGINT");
    });
    expect((await ended).code).toBe(130);
    expect(runs()).toMatchObject([{ outcome: "failed", reason: "interrupted", attempts: 1, http_status: 503 }]);
  });

  test("runs at the same time all are in the history, whole", async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, i) => run(["--base-url", hub.url, "--source", `r${i}`])),
    );
    expect(all.map(({ code }) => code)).toEqual(all.map(() => 0));
    expect(
      runs()
        .map(({ source }) => source)
        .sort(),
    ).toEqual(["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7"]);
  });

  test("a kill in the middle of the call leaves the history whole", async () => {
    expect((await run(["--base-url", hub.url])).code).toBe(0);
    hub.setFaults({ kind: "never" });
    const { child, ended } = start(["--base-url", hub.url]);
    await expect.poll(() => hub.requests.length).toBe(2);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    expect(runs()).toHaveLength(1);
    expect((await run(["--base-url", hub.url])).code).toBe(0);
    expect(runs()).toHaveLength(2);
  });

  test("so does one before any of its file operations", async () => {
    let before = 0;
    let kills = 0;
    for (let at = 1; at < 50; at++) {
      const ended = await run(["--base-url", hub.url], {
        KILL_AT: `${at}`,
        KILL_SYNC: "1",
        NODE_OPTIONS: `--import ${PRELOAD}`,
      });
      const now = existsSync(history) ? runs().length : 0;
      expect([before, before + 1]).toContain(now);
      before = now;
      if (ended.code === 0) break;
      expect(ended.signal).toBe("SIGKILL");
      kills++;
    }
    expect(kills).toBeGreaterThanOrEqual(3);
  });

  test("a line that was cut stays alone", async () => {
    expect((await run(["--base-url", hub.url])).code).toBe(0);
    appendFileSync(history, '{"run_id":"cut');
    expect((await run(["--base-url", hub.url])).code).toBe(0);
    const lines = readFileSync(history, "utf8").split("\n");
    expect(lines).toHaveLength(4);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ outcome: "ok" });
    expect(lines[1]).toBe('{"run_id":"cut');
    expect(JSON.parse(lines[2] ?? "")).toMatchObject({ outcome: "ok" });
  });

  test("where the history cannot be written nothing is called", async () => {
    mkdirSync(history);
    const { code, err } = await run(["--base-url", hub.url]);
    expect([code, err]).toEqual([6, `actdef: the history ${history} cannot be written: EISDIR; nothing was called\n`]);
    expect(hub.requests).toEqual([]);
  });

  test("a run that could not be recorded says so, and is no success", async () => {
    const { code, out, err } = await run(["--base-url", hub.url, "--history", "/dev/full"]);
    expect([code, out, err]).toEqual([
      6,
      expect.stringContaining("sweep: ok"),
      expect.stringContaining("actdef: the run is not in the history /dev/full: ENOSPC"),
    ]);
  });

  test("a proxy of the environment is not asked", async () => {
    const proxy = {
      HTTP_PROXY: "http://127.0.0.1:9",
      http_proxy: "http://127.0.0.1:9",
      ALL_PROXY: "http://127.0.0.1:9",
    };
    expect((await run(["--base-url", hub.url], proxy)).code).toBe(0);
  });
});

describe("secrets", () => {
  let service: HttpService;
  beforeEach(async () => {
    service = await startHttpService();
    define([
      "  idempotent: true",
      "  idempotent: true\n  headers: { Authorization: { secret_ref: { name: hub, key: token } } }",
    ], ["fail_when: { pointer: /exit_code, not_equals: 0 }", "fail_when: { pointer: /echo, not_equals: 0 }"]);
  });
  afterEach(() => service.stop());

  test("are read from their folder, and are in nothing that is left", async () => {
    const folder = join(scratch.folder, "secrets");
    mkdirSync(join(folder, "hub"), { recursive: true });
    writeFileSync(join(folder, "hub/token"), "Bearer s3cr3t-t0ken\n");
    service.setAnswer((request, response) => json(200, { echo: request.headers.authorization })(request, response));
    for (const [args, env] of [
      [["--secrets-folder", folder], {}],
      [[], { ACTCORE_SECRETS_FOLDER: folder }],
    ] as const) {
      const { code, out, err } = await run(["--base-url", service.url, ...args], env);
      expect(code).toBe(6);
      expect(out + err + readFileSync(history, "utf8")).not.toContain("s3cr3t");
    }
    expect(service.requests.map(({ headers }) => headers.authorization)).toEqual(Array(2).fill("Bearer s3cr3t-t0ken"));
  });

  test("that are missing are named, and nothing is called", async () => {
    const { code, err } = await run(["--base-url", service.url, "--secrets-folder", scratch.folder]);
    expect([code, err]).toEqual([
      2,
      'actdef: the secret file "hub/token", for the header "Authorization", is missing; nothing was called\n',
    ]);
    expect(service.requests).toEqual([]);
    expect(existsSync(history)).toBe(false);
  });
});

describe("the activity", () => {
  const call = (command: string) => scratch.run(`${command} --base-url http://127.0.0.1:9 --history runs.jsonl`).output;

  test("is found from below the root", () => {
    expect(call(`cd k8s/targets; actdef run ${ID}`)).toContain("POST http://127.0.0.1:9/");
  });

  test("is found where files lie flat", () => {
    scratch.run("mv activity-definitions/*/*.md activity-definitions/");
    expect(call(`actdef run ${ID}`)).toContain("POST http://127.0.0.1:9/");
  });

  test("is not run where another file has its id", () => {
    scratch.run("mv activity-definitions/*/*.md activity-definitions/another.md");
    expect(call(`actdef run ${ID}`)).toContain("error[id-path]");
  });
});
