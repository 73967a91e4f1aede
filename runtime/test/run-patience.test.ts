import { expect, test } from "vitest";
import { runPatienceSeconds } from "../src/commands/make-run.ts";
import { activityOfTest } from "./services/activity-of-test.ts";

test.each([
  ["one attempt", { max_attempts: 1 }, 2 * 345 + 60],
  // Retry-After may ask for max_backoff_seconds each time.
  ["three attempts", { max_attempts: 3, backoff_seconds: 1, max_backoff_seconds: 40 }, 4 * 345 + 2 * 40 + 60],
])("a run of %s is waited for as long as it may take, and a call and a minute more", (_, retry, seconds) => {
  expect(runPatienceSeconds(activityOfTest({ start_to_close_seconds: 345, retry }))).toBe(seconds);
});
