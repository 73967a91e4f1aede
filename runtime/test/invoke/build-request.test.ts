import { describe, expect, test } from "vitest";
import { buildRequest, SetupProblem } from "../../src/invoke/build-request.ts";
import { fireKey, localKey } from "../../src/invoke/idempotency-key.ts";
import { setting, sweep } from "./called-activity.ts";

describe("the URL", () => {
  test.each([
    ["http://hub", "/a", "http://hub/a"],
    ["http://hub/", "/a/", "http://hub/a/"],
    ["https://hub:8443/x/y/", "/a", "https://hub:8443/x/y/a"],
    ["http://hub/x//", "/a%2Fb;c=d", "http://hub/x/a%2Fb;c=d"],
    ["http://hub", "//other/a", "http://hub//other/a"],
    ["http://hub", "/@other:80/a", "http://hub/@other:80/a"],
    ["http://[::1]:8000", "/a", "http://[::1]:8000/a"],
  ])("%s and %s", async (base, path, href) => {
    expect((await buildRequest(sweep({ invoke: { path } }), setting(base))).url.href).toBe(href);
  });

  test.each([
    [undefined, "/a", "the environment variable STATE_HUB_URL, which holds the base URL, is not set"],
    ["", "/a", "the environment variable STATE_HUB_URL, which holds the base URL, is not set"],
    ["hub:8000", "/a", "the base URL in STATE_HUB_URL is neither http nor https"],
    ["//hub", "/a", "the base URL in STATE_HUB_URL is no URL"],
    ["file:///etc/passwd", "/a", "the base URL in STATE_HUB_URL is neither http nor https"],
    [
      "http://me:hunter2@hub",
      "/a",
      "the base URL in STATE_HUB_URL holds credentials; a header with a secret_ref is the place for them",
    ],
    [
      "http://hub?token=hunter2",
      "/a",
      "the base URL in STATE_HUB_URL has a query or a fragment; invoke.query is the place for it",
    ],
    ["http://hub/x", "/../a", "invoke.path would be sent as another one: it has dot segments"],
    ["http://hub/x", "/%2E%2e/a", "invoke.path would be sent as another one: it has dot segments"],
    ["http://hub/x", "/\\..\\a", "invoke.path would be sent as another one: it has dot segments"],
    ["http://hub/x", "/a/.", "invoke.path would be sent as another one: it has dot segments"],
  ])("%s and %s is refused, and no value is said", async (base, path, message) => {
    await expect(buildRequest(sweep({ invoke: { path } }), setting(base))).rejects.toThrow(new SetupProblem(message));
  });
});

describe("headers", () => {
  const headers = { "X-Scope": "all", Authorization: { secret_ref: { name: "hub", key: "token" } } };

  test("a secret is read from its file, without the line end", async () => {
    const sent = await buildRequest(
      sweep({ invoke: { headers } }),
      setting("http://hub", { "hub/token": "Bearer abc\n" }),
    );
    expect(sent.headers).toMatchObject({ "x-scope": "all", authorization: "Bearer abc" });
  });

  test.each([
    [{}, 'the secret file "hub/token", for the header "Authorization", is missing'],
    [{ "hub/token": "\n" }, 'the secret file "hub/token", for the header "Authorization", is empty'],
    [
      { "hub/token": "a\r\nX: y" },
      'the secret file "hub/token", for the header "Authorization", holds what no header may: a line break or other text',
    ],
  ])("one that is not fit is named by its file", async (secrets, message) => {
    const built = buildRequest(sweep({ invoke: { headers } }), setting("http://hub", secrets));
    await expect(built).rejects.toThrow(new SetupProblem(message));
  });

  test("none replaces what the runner sets", async () => {
    const wrong = { "Idempotency-Key": "mine", "Content-Length": "0", "Content-Type": "text/plain" };
    const sent = await buildRequest(sweep({ invoke: { headers: wrong } }), setting("http://hub"));
    expect(sent.headers).toEqual({
      accept: "application/json",
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(sent.body ?? "")),
      "idempotency-key": "the-custodian.state-hub-consistency-sweep@2026-06-21T20:00:00Z",
    });
  });

  test("nor does a body replace the budget and the source", async () => {
    const body = { max_seconds: 9, detail: "mine", text: "ü" };
    const sent = await buildRequest(sweep({ invoke: { body } }), setting("http://hub"));
    expect(sent.body).toBe('{"max_seconds":300,"detail":{"source":"activity-core"},"text":"ü"}');
  });
});

describe("keys", () => {
  test.each([
    ["2026-06-21T20:00:00.000Z", "a.b@2026-06-21T20:00:00Z"],
    ["2026-06-21T20:00:00Z", "a.b@2026-06-21T20:00:00Z"],
    ["2026-06-21T22:00:00.050+02:00", "a.b@2026-06-21T20:00:00.050Z"],
  ])("of the fire at %s", (fire, key) => {
    expect(fireKey("a.b", fire)).toBe(key);
    expect(fireKey("a.b", new Date(fire))).toBe(key);
  });

  test("of a local run", () => {
    expect(localKey("a.b", "2026-06-21T20:00:00.007Z", "local-timer")).toBe("a.b@2026-06-21T20:00:00.007Z#local-timer");
  });
});
