import { expect, test } from "vitest";
import { behaviourSha256 } from "../src/model/behaviour.ts";
import { buildActivity } from "../src/model/build-activity.ts";
import { canonicalJson } from "../src/model/canonical-json.ts";
import { compileActivity, compiledJson } from "../src/model/compiled-activity.ts";

const hashOf = (change: object) =>
  behaviourSha256(
    buildActivity({
      id: "acme.report",
      enabled: false,
      schedule: { cron: "*/15 * * * *" },
      max_seconds: 300,
      invoke: { kind: "http", method: "POST", base_url_env: "HUB_URL", path: "/report", idempotent: true },
      ...change,
    }),
  );

const original = hashOf({});

test.each([
  ["another spelling of the same cron", { schedule: { cron: "0,15,30,45  * * 1-12 *" } }],
  ["whether it is enabled", { enabled: true }],
  ["its title, owner and dates", { title: "x", owner: "y", updated: "2026-06-22" }],
  ["its rollout", { rollout: { phase: "parallel", parallel: { from: "2026-06-21", until: "2026-06-28" } } }],
  ["a default that is written out", { overlap_policy: "skip", retry: { max_attempts: 1 } }],
])("evidence outlives %s", (_, change) => expect(hashOf(change)).toBe(original));

test.each([
  ["other fires", { schedule: { cron: "*/20 * * * *" } }],
  ["another budget", { max_seconds: 301 }],
  ["another path", { invoke: { kind: "http", method: "POST", base_url_env: "HUB_URL", path: "/x", idempotent: true } }],
  ["another misfire policy", { misfire_policy: "fire_once" }],
  ["another outcome", { outcome: { fail_when: { pointer: "/exit_code", not_equals: 0 } } }],
])("evidence is void after %s", (_, change) => expect(hashOf(change)).not.toBe(original));

test("the compiled text is canonical JSON, in whatever order a definition is written", () => {
  const invoke = { kind: "http", method: "POST", base_url_env: "HUB_URL", path: "/report", idempotent: true } as const;
  const activity = buildActivity({
    uuid: "7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b",
    id: "acme.report",
    labels: { tier: "gold", "10": "a", "9": "b", app: "x" },
    schedule: { starts_at: "2026-06-21T00:00:00Z", cron: "5,1 2-8/3 * * 1" },
    retry: { max_backoff_seconds: 5, max_attempts: 2 },
    outcome: { warn_when: { equals: null, pointer: "/b" }, fail_when: { pointer: "/a", greater_than: 0 } },
    rollout: { replaces: [{ unit: "a.timer", source: "b", cron: "* * * * *" }], parallel: { until: "b", from: "a" } },
    invoke: {
      ...invoke,
      query: { z: 1, a: 2 },
      headers: { "X-B": { secret_ref: { name: "n", key: "k" } }, "X-A": "a" },
      body: { z: [{ b: 1, a: [{ d: 1, c: 2 }] }], a: null },
    },
  });
  expect(compiledJson(activity)).toBe(canonicalJson(compileActivity(activity)));
});
