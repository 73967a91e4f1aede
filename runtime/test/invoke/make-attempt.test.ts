import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
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
