import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HttpService, json, startHttpService } from "../../../test/services/http-service.ts";
import { makeAttempt } from "../../src/invoke/make-attempt.ts";
import { setting, sweep } from "./called-activity.ts";

let hub: HttpService;
beforeEach(async () => {
  hub = await startHttpService();
});
afterEach(() => hub.stop());

describe("what is sent", () => {
  test("a POST carries the budget, the source and the key", async () => {
    hub.setAnswer(json(200, { exit_code: 0, counts: { swept: 7, skipped_lock: 0 } }));
    const activity = sweep({ invoke: { body: { scope: "all" }, query: { dry: false } } });
    const attempt = await makeAttempt(activity, setting(`${hub.url}/api/`));
    expect(hub.requests).toMatchObject([
      {
        method: "POST",
        path: "/api/consistency/sweep/remote-all?dry=false",
        headers: {
          "content-type": "application/json",
          "idempotency-key": "the-custodian.state-hub-consistency-sweep@2026-06-21T20:00:00Z",
          connection: "close",
        },
      },
    ]);
    expect(JSON.parse(hub.requests[0]?.body ?? "")).toEqual({
      max_seconds: 300,
      detail: { source: "activity-core" },
      scope: "all",
    });
    expect(attempt).toMatchObject({
      outcome: "ok",
      http_status: 200,
      reason: null,
      counts: { swept: 7, skipped_lock: 0 },
      is_final: true,
    });
  });

  test.each(["GET", "HEAD", "DELETE"])("a %s carries them in the query", async (method) => {
    await makeAttempt(sweep({ invoke: { method, query: { scope: "a b&c" } } }), setting(hub.url));
    expect(hub.requests).toMatchObject([
      {
        method,
        path: "/consistency/sweep/remote-all?max_seconds=300&source=activity-core&scope=a+b%26c",
        body: "",
      },
    ]);
    expect(hub.requests[0]?.headers).not.toHaveProperty("content-type");
  });
});

/** A server below HTTP: what it does with each connection once the request has begun to come. */
async function startRaw(onRequest: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => onRequest(socket));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe("answers that are none", () => {
  const cases: readonly [string, (socket: Socket) => void, string][] = [
    ["garbage", (socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"), "the answer is not HTTP (HPE_INVALID_CONSTANT)"],
    [
      "half a body",
      (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
      "the connection was cut in the middle of the answer",
    ],
    [
      "half a chunk",
      (socket) => socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"),
      "the connection was cut in the middle of the answer",
    ],
    [
      "garbage in the body",
      (socket) => socket.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
      "the answer is not HTTP (HPE_INVALID_CHUNK_SIZE)",
    ],
    ["nothing", (socket) => socket.end(), "the connection was cut before an answer came"],
    ["a reset", (socket) => socket.resetAndDestroy(), "the connection was cut before an answer came"],
    [
      "half a header",
      (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-"),
      "the connection was cut before an answer came",
    ],
    [
      "an upgrade",
      (socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
      "the service asked for another protocol than HTTP",
    ],
    [
      "great headers",
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(20_000)}\r\n\r\n`),
      "the answer's headers are too large",
    ],
  ];
  test.each(cases)("%s", async (_name, onRequest, reason) => {
    const { url, server } = await startRaw(onRequest);
    expect(await makeAttempt(sweep(), setting(url))).toMatchObject({ outcome: "failed", reason, is_final: false });
    server.close();
  });
});

describe("what may be tried again", () => {
  test.each([400, 401, 403, 404, 405, 409, 410, 413, 422, 304, 300])("not after %s", async (status) => {
    hub.setAnswer(json(status, {}));
    const said = { outcome: "failed", http_status: status, reason: `the service answered ${status}`, is_final: true };
    expect(await makeAttempt(sweep(), setting(hub.url))).toMatchObject(said);
  });

  test.each([408, 425, 429, 500, 501, 502, 503, 504])("after %s, with its Retry-After", async (status) => {
    hub.setAnswer(json(status, {}, { "retry-after": "7" }));
    const reason = `the service answered ${status}, and asks to wait 7 s`;
    const said = { outcome: "failed", http_status: status, reason, is_final: false, retry_after_seconds: 7 };
    expect(await makeAttempt(sweep(), setting(hub.url))).toMatchObject(said);
  });

  test("a failure that an answer of 200 tells, by fail_when", async () => {
    hub.setAnswer(json(200, { exit_code: 3 }));
    const activity = sweep({ outcome: { fail_when: { pointer: "/exit_code", not_equals: 0 } } });
    const said = { outcome: "failed", http_status: 200, is_final: false };
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject(said);
  });

  test("a call that is not idempotent only where it cannot have come", async () => {
    const activity = sweep({ invoke: { idempotent: false, timeout_seconds: 0.2 } });
    hub.setAnswer(json(503, {}));
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({ outcome: "failed", is_final: true });
    hub.setAnswer(() => {});
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({ outcome: "timed_out", is_final: true });
    hub.setAnswer((_request, response) => void response.destroy());
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({ outcome: "failed", is_final: true });
    await hub.stop();
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({
      outcome: "failed",
      reason: `the connection to 127.0.0.1:${hub.port} was refused`,
      is_final: false,
    });
  });

  test("never where the surroundings are wrong, and then nothing is sent", async () => {
    const headers = { Authorization: { secret_ref: { name: "hub", key: "token" } } };
    const attempt = await makeAttempt(sweep({ invoke: { headers } }), setting(hub.url));
    expect(attempt).toMatchObject({ outcome: "failed", http_status: null, is_final: true });
    expect(attempt.reason).toContain("hub/token");
    expect(hub.requests).toEqual([]);
  });
});

describe("the deadline", () => {
  const activity = sweep({ invoke: { timeout_seconds: 0.2 } });

  test("an answer that never comes", async () => {
    hub.setAnswer(() => {});
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({
      outcome: "timed_out",
      http_status: null,
      reason: "no answer within 0.2 s",
      is_final: false,
    });
  });

  test("one that trickles in", async () => {
    hub.setAnswer((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(timer));
    });
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({
      outcome: "timed_out",
      http_status: 200,
      reason: "the answer was not complete within 0.2 s",
    });
  });

  test("a connection that nobody accepts", async () => {
    const { url, server } = await startRaw(() => {});
    // TLS with a server that does not speak it: there is a connection, but none that carries a request.
    const tls = await makeAttempt(activity, setting(url.replace("http:", "https:")));
    expect(tls).toMatchObject({ outcome: "timed_out", reason: "no connection within 0.2 s" });
    server.close();
  });

  test("it counts over redirects", async () => {
    hub.setAnswer(({ path }, response) => {
      if (path === "/consistency/sweep/remote-all") response.writeHead(308, { location: "/other" }).end();
    });
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({ outcome: "timed_out", http_status: null });
    expect(hub.requests).toHaveLength(2);
  });
});

test("a signal ends the call, and one that has come before makes none", async () => {
  const stop = new AbortController();
  hub.setAnswer(() => stop.abort());
  const interrupted = { outcome: "failed", reason: "interrupted", is_final: true };
  expect(await makeAttempt(sweep(), { ...setting(hub.url), signal: stop.signal })).toMatchObject(interrupted);
  expect(await makeAttempt(sweep(), { ...setting(hub.url), signal: stop.signal })).toMatchObject(interrupted);
  expect(hub.requests).toHaveLength(1);
});

test("an answer is read up to 1 MiB", async () => {
  hub.setAnswer((_request, response) => void response.end("x".repeat(1024 * 1024)));
  expect(await makeAttempt(sweep(), setting(hub.url))).toMatchObject({ outcome: "ok" });
  hub.setAnswer((_request, response) => void response.end("x".repeat(1024 * 1024 + 1)));
  expect(await makeAttempt(sweep(), setting(hub.url))).toMatchObject({
    outcome: "failed",
    http_status: 200,
    reason: "the answer has more than 1048576 bytes",
  });
});

describe("redirects", () => {
  const redirect = (status: number, location: string) => {
    hub.setAnswer(({ path }, response) => {
      if (path.startsWith("/new")) response.end("{}");
      else response.writeHead(status, { location }).end();
    });
  };

  test.each([
    ["POST", 307],
    ["POST", 308],
    ["GET", 301],
    ["GET", 302],
    ["HEAD", 303],
    ["GET", 307],
  ])("a %s is led on by %s, with its headers and body", async (method, status) => {
    redirect(status, "/new?a=b");
    const headers = { Authorization: { secret_ref: { name: "hub", key: "token" } } };
    const given = setting(hub.url, { "hub/token": "Bearer abcdefgh" });
    expect(await makeAttempt(sweep({ invoke: { method, headers } }), given)).toMatchObject({ outcome: "ok" });
    const [first, second] = hub.requests;
    expect(second).toMatchObject({ method, path: "/new?a=b", body: first?.body, headers: first?.headers });
  });

  test.each([
    ["POST", 302, "/new", "on HOST that would turn the POST into a GET"],
    ["DELETE", 303, "/new", "on HOST that would turn the DELETE into a GET"],
    ["GET", 302, "http://other.example/new?token=x", "to another origin, which is not followed: other.example"],
    ["GET", 302, "http://127.0.0.1:1/new", "to another origin, which is not followed: 127.0.0.1:1"],
    ["GET", 302, "https://HOST/new", "to another origin, which is not followed: HOST"],
    ["GET", 302, "http://me:pw@HOST/new", "to another origin, which is not followed: HOST"],
    ["GET", 302, "file:///etc/passwd", "to another origin, which is not followed: file:"],
    ["POST", 307, "http://", "without a readable location"],
  ])("a %s is not by %s to %s", async (method, status, location, why) => {
    const here = (text: string) => text.replace("HOST", new URL(hub.url).host);
    redirect(status, here(location));
    expect(await makeAttempt(sweep({ invoke: { method } }), setting(hub.url))).toMatchObject({
      outcome: "failed",
      http_status: status,
      reason: `the service answered ${status}, a redirect ${here(why)}`,
      is_final: true,
    });
    expect(hub.requests).toHaveLength(1);
  });

  test("a circle ends", async () => {
    redirect(308, "/again");
    expect(await makeAttempt(sweep(), setting(hub.url))).toMatchObject({
      reason: `the service answered 308, a redirect on ${new URL(hub.url).host} after 3 others`,
    });
    expect(hub.requests).toHaveLength(4);
  });

  test("one that the definition counts as success is an answer", async () => {
    redirect(302, "http://other.example/");
    const activity = sweep({ outcome: { success_status: [{ from: 302, to: 302 }] } });
    expect(await makeAttempt(activity, setting(hub.url))).toMatchObject({ outcome: "ok", http_status: 302 });
  });
});

test("a secret that an answer repeats is not passed on", async () => {
  const headers = { Authorization: { secret_ref: { name: "hub", key: "token" } } };
  hub.setAnswer((request, response) => {
    response.end(JSON.stringify({ whole: request.headers.authorization, part: `token "abcdefgh\\"` }));
  });
  for (const pointer of ["/whole", "/part"]) {
    const activity = sweep({ invoke: { headers }, outcome: { fail_when: { pointer, not_equals: "" } } });
    const attempt = await makeAttempt(activity, setting(hub.url, { "hub/token": 'Bearer "abcdefgh\\"' }));
    expect(attempt.outcome).toBe("failed");
    expect(JSON.stringify(attempt)).not.toContain("abcdefgh");
  }
});

test("a certificate that nobody vouches for is refused, whatever the environment says", async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }]);
  const service = createTlsServer({ key, cert }, (_request, response) => void response.end());
  await once(service.listen(0, "127.0.0.1"), "listening");
  const { port } = service.address() as AddressInfo;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
  expect(
    await makeAttempt(sweep({ invoke: { idempotent: false } }), setting(`https://127.0.0.1:${port}`)),
  ).toMatchObject({
    outcome: "failed",
    reason: `the certificate of 127.0.0.1:${port} is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    is_final: false,
  });
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
  service.close();
});
