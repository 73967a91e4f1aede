import { expect, test } from "vitest";
import type { Attempt } from "../../src/invoke/attempt.ts";
import { nextStep } from "../../src/invoke/next-step.ts";

const RETRY = { max_attempts: 5, backoff_seconds: 10, backoff_factor: 2, max_backoff_seconds: 60 };

function attempt(said: Partial<Attempt> = {}): Attempt {
  return {
    outcome: "failed",
    http_status: 503,
    reason: "the service answered 503",
    counts: null,
    retry_after_seconds: null,
    is_final: false,
    started_at: "2026-06-21T20:00:00.000Z",
    finished_at: "2026-06-21T20:00:01.000Z",
    ...said,
  };
}

test("pauses grow by the factor up to the longest, until the attempts are used up", () => {
  const steps = [1, 2, 3, 4, 5].map((attempts) => nextStep(RETRY, attempts, attempt()));
  expect(steps).toEqual([
    { action: "wait", seconds: 10 },
    { action: "wait", seconds: 20 },
    { action: "wait", seconds: 40 },
    { action: "wait", seconds: 60 },
    { action: "stop" },
  ]);
});

test("a time-out is repeated like a failure", () => {
  expect(nextStep(RETRY, 1, attempt({ outcome: "timed_out" }))).toEqual({ action: "wait", seconds: 10 });
});

test.each(["ok", "warn"] as const)("nothing follows %s", (outcome) => {
  expect(nextStep(RETRY, 1, attempt({ outcome }))).toEqual({ action: "stop" });
});

test("nothing follows what no attempt can mend", () => {
  expect(nextStep(RETRY, 1, attempt({ is_final: true }))).toEqual({ action: "stop" });
});

test.each([
  [3, { action: "wait", seconds: 10 }],
  [59, { action: "wait", seconds: 59 }],
  [60, { action: "wait", seconds: 60 }],
  [61, { action: "stop" }],
])("Retry-After %s wins where it is longer, and ends the attempts above the longest pause", (seconds, step) => {
  expect(nextStep(RETRY, 1, attempt({ retry_after_seconds: seconds }))).toEqual(step);
});
