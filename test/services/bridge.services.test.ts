import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { makeAttempt } from "../../runtime/src/invoke/make-attempt.ts";
import { setting, sweep } from "../../runtime/test/invoke/called-activity.ts";
import { freePorts } from "../lab/free-ports.ts";
import { type Scratch, scratchProject } from "../transcript.ts";
import { type Answer, type HttpService, json, startHttpService } from "./http-service.ts";
import { type Bridge, startBridge } from "./start-bridge.ts";
import { type StateHub, startStateHub } from "./state-hub.ts";

const NAME = "actcore-state-hub-bridge";
const UPSTREAM_HOST = "state-hub-tunnel.activity-core.svc.cluster.local";
const DEFINITION = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";

/** The bridge's time-out in these tests: short, so that the tests are, and above the client's, 2 s. */
const PROXY_TIMEOUT_SECONDS = 3;

let scratch: Scratch;
let service: HttpService;
let bridge: Bridge;

/** The project, changed to short times and to ports that are free here. */
function write(file: string, changes: readonly (readonly [string | RegExp, string])[]): void {
  const path = join(scratch.folder, file);
  let text = readFileSync(path, "utf8");
  for (const [from, to] of changes) {
    expect(text).toMatch(from);
    text = text.replace(from, to);
  }
  writeFileSync(path, text);
}

/** The nginx.conf of the bridge's ConfigMap, as `actdef compile` writes it. */
function compiledConfiguration(): string {
  const { code, output } = scratch.run("actdef compile");
  expect(code, output).toBe(0);
  const text = readFileSync(join(scratch.folder, "k8s/generated/railiance01/20-runtime.yaml"), "utf8");
  const objects = parseAllDocuments(text).map((document) => document.toJS());
  const found = objects.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name.startsWith(NAME));
  return found.data["nginx.conf"];
}

async function compiledBridge(upstreamPort: number): Promise<Bridge> {
  const [port] = await freePorts();
  write("k8s/targets/railiance01.yaml", [
    [/ port: \d+\n {4}upstream/, ` port: ${port}\n    upstream`],
    [/(upstream: \{ host: \S+, port: )\d+/, `$1${upstreamPort}`],
    [/proxy_timeout_seconds: \d+/, `proxy_timeout_seconds: ${PROXY_TIMEOUT_SECONDS}`],
  ]);
  return await startBridge(compiledConfiguration(), { port, host: UPSTREAM_HOST });
}

beforeAll(async () => {
  scratch = scratchProject();
  write(DEFINITION, [
    ["max_seconds: 300", "max_seconds: 1"],
    ["  idempotent: true", "  idempotent: true\n  timeout_seconds: 2"],
  ]);
  service = await startHttpService();
  bridge = await compiledBridge(service.port);
});
afterAll(async () => {
  await bridge?.remove();
  await service?.stop();
  scratch?.remove();
});

/** How many requests had come before the test. */
let before: number;
beforeEach(() => {
  before = service.requests.length;
  service.setAnswer(json(200, {}));
});

function post(init: RequestInit = {}): Promise<Response> {
  return fetch(`${bridge.url}/sweep`, { method: "POST", body: "{}", ...init });
}

function late(seconds: number): Answer {
  return async (request, response) => {
    await pause(seconds * 1000);
    await json(200, { came: seconds })(request, response);
  };
}

describe("the time-out", () => {
  test("an answer that takes 2 s passes under 3 s", async () => {
    service.setAnswer(late(2));
    const answer = await post();
    expect([answer.status, await answer.json()]).toEqual([200, { came: 2 }]);
  });

  test("one that takes longer is cut, and the compiler refuses a definition that may take so long", async () => {
    service.setAnswer(late(PROXY_TIMEOUT_SECONDS + 1));
    expect((await post()).status).toBe(504);
    expect(service.requests.length - before).toBe(1);

    const text = readFileSync(join(scratch.folder, DEFINITION), "utf8");
    write(DEFINITION, [
      ["max_seconds: 1\n", `max_seconds: ${PROXY_TIMEOUT_SECONDS + 1}\n`],
      ["timeout_seconds: 2\n", `timeout_seconds: ${PROXY_TIMEOUT_SECONDS + 2}\n`],
    ]);
    const { code, output } = scratch.run("actdef validate");
    writeFileSync(join(scratch.folder, DEFINITION), text);
    expect(code).toBe(1);
    expect(output).toContain(
      `error[timeout-chain]: the bridge gives up before the work may end: timeout_seconds is 5, and bridge "${NAME}" cuts at 3 s`,
    );
    expect(output).toContain("proxy_timeout_seconds: 3");
  });
});

describe("a POST reaches the service exactly once", () => {
  const faults: readonly [string, Answer, number][] = [
    ["that resets", (_request, response) => void response.socket?.resetAndDestroy(), 502],
    ["that closes", (_request, response) => void response.destroy(), 502],
    ["that answers 502", json(502, {}), 502],
    ["that answers 503", json(503, {}), 503],
    ["that answers 504", json(504, {}), 504],
    ["that answers 429", json(429, {}), 429],
    ["that never answers", () => {}, 504],
  ];
  test.each(faults)("%s", async (_name, answer, status) => {
    service.setAnswer(answer);
    expect((await post({ headers: { "idempotency-key": "a.b@2026-06-21T20:00:00Z" } })).status).toBe(status);
    expect(service.requests.slice(before)).toMatchObject([
      { method: "POST", path: "/sweep", body: "{}", headers: { "idempotency-key": "a.b@2026-06-21T20:00:00Z" } },
    ]);
  });

  test("and is logged once, with its key", async () => {
    await post({ headers: { "idempotency-key": "logged@2026-06-21T20:00:00Z" } });
    await expect.poll(bridge.log).toContain("logged@2026-06-21T20:00:00Z");
    const lines = bridge
      .log()
      .split("\n")
      .filter((line) => line.includes("logged@"));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ method: "POST", path: "/sweep", status: 200 }]);
  });

  test("that cuts its answer is seen to be cut", async () => {
    service.setAnswer((_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("{", () => response.destroy());
    });
    await expect(post().then((answer) => answer.text())).rejects.toThrow();
    expect(service.requests.length - before).toBe(1);
  });
});

describe("sizes", () => {
  test("a body of 1 MiB passes, a larger one is refused", async () => {
    expect((await post({ body: "x".repeat(1024 * 1024) })).status).toBe(200);
    expect(service.requests.at(-1)?.body).toHaveLength(1024 * 1024);
    expect((await post({ body: "x".repeat(1024 * 1024 + 1) })).status).toBe(413);
    expect(service.requests.length - before).toBe(1);
  });

  test("a header of 15 KiB passes, one of 17 is refused", async () => {
    expect((await post({ headers: { "x-long": "x".repeat(15 * 1024) } })).status).toBe(200);
    expect((await post({ headers: { "x-long": "x".repeat(17 * 1024) } })).status).toBe(400);
    expect(service.requests.length - before).toBe(1);
  });

  test("an answer's headers of 15 KiB pass, of 17 are a 502", async () => {
    service.setAnswer(json(200, {}, { "x-long": "x".repeat(15 * 1024) }));
    expect((await post()).headers.get("x-long")).toHaveLength(15 * 1024);
    service.setAnswer(json(200, {}, { "x-long": "x".repeat(17 * 1024) }));
    expect((await post()).status).toBe(502);
  });

  test("an answer of 8 MiB passes whole", async () => {
    service.setAnswer((_request, response) => void response.end("x".repeat(8 * 1024 * 1024)));
    expect(await (await post()).text()).toHaveLength(8 * 1024 * 1024);
  });
});

test("redirects and queries pass as they are", async () => {
  service.setAnswer((_request, response) => void response.writeHead(307, { location: "/elsewhere?a=b" }).end());
  const answer = await fetch(`${bridge.url}/a%2Fb/?q=%20x`, { redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([307, "/elsewhere?a=b"]);
  expect(service.requests.at(-1)?.path).toBe("/a%2Fb/?q=%20x");
});

test("the health of the bridge says nothing of the service", async () => {
  expect(await (await fetch(`${bridge.url}/bridge-health`)).text()).toBe("ok\n");
  expect(service.requests.length).toBe(before);
});

describe("a sweep through the bridge", () => {
  let hub: StateHub;
  let sweepBridge: Bridge;
  beforeAll(async () => {
    hub = await startStateHub();
    sweepBridge = await compiledBridge(hub.port);
  });
  afterAll(async () => {
    await sweepBridge?.remove();
    await hub?.stop();
  });

  const attempt = (timeout_seconds: number) =>
    makeAttempt(
      sweep({
        max_seconds: 1,
        invoke: { timeout_seconds },
        outcome: { fail_when: { pointer: "/exit_code", not_equals: 0 } },
      }),
      setting(sweepBridge.url),
    );

  test("the partial answer comes through, since the budget ends before the bridge gives up", async () => {
    hub.set({ repositories: 5, secondsPerRepository: 0.4 });
    const { outcome, counts } = await attempt(2);
    expect(outcome).toBe("ok");
    expect(counts?.skipped_budget).toBeGreaterThan(0);
    expect((counts?.swept ?? 0) + (counts?.skipped_budget ?? 0)).toBe(5);
  });

  test("a client that would wait longer than the bridge gets its 504", async () => {
    hub.setFaults({ kind: "never" });
    expect(await attempt(30)).toMatchObject({
      outcome: "failed",
      reason: "the service answered 504",
      http_status: 504,
    });
  });
});
