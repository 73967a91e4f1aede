import { expect, test } from "vitest";
import { behaviourSha256 } from "../src/model/behaviour.ts";
import { buildActivity } from "../src/model/build-activity.ts";

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
