import { describe, expect, test } from "vitest";
import type { ApiCall } from "../../src/cluster/api-call.ts";
import { ApiProblem, type ApiProblemReason } from "../../src/cluster/api-problem.ts";
import { RESOURCES } from "../../src/cluster/resources.ts";
import { withRetries } from "../../src/cluster/retries.ts";
import { testClock } from "./test-clock.ts";

const call = (isIdempotent: boolean): ApiCall => ({
  verb: isIdempotent ? "get" : "create",
  resource: RESOURCES.Job,
  namespace: "activity-core",
  path: "/",
  isIdempotent,
});

type Answer = ApiProblemReason | { readonly throttled: number | undefined } | Error | "ok";

/** Makes a call that gets these answers, the last one again and again, and tells how it went. */
async function tried(answers: readonly Answer[], { isIdempotent = true, patienceMs = 60_000 } = {}) {
  const clock = testClock();
  let tries = 0;
  let refreshes = 0;
  const exchange = async () => {
    const answer = answers[Math.min(tries++, answers.length - 1)];
    if (answer === "ok") return "answer";
    if (answer instanceof Error) throw answer;
    if (typeof answer === "object") {
      const { throttled: retryAfterSeconds } = answer;
      const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
      throw new ApiProblem("throttled", "too many requests", { call: call(isIdempotent), ...wait });
    }
    throw new ApiProblem(answer ?? "other", "no", { call: call(isIdempotent) });
  };
  const refresh = async () => {
    refreshes++;
  };
  const outcome = await withRetries(call(isIdempotent), exchange, { clock, patienceMs, refresh }).catch(
    (error: Error) => error,
  );
  return { outcome, tries, refreshes, waits: clock.waits };
}

describe("a call that got no answer, or a 5xx", () => {
  test.each(["unavailable", "unreachable", "timeout"] as const)(
    "%s: is repeated with growing waits",
    async (reason) => {
      expect(await tried([reason, reason, "ok"])).toMatchObject({ outcome: "answer", waits: [500, 1000] });
      const { outcome, waits, tries } = await tried([reason]);
      expect(outcome).toMatchObject({ reason });
      expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
      expect(tries).toBe(6);
    },
  );

  test("is made once where twice would not be the same", async () => {
    expect(await tried(["unreachable", "ok"], { isIdempotent: false })).toMatchObject({ tries: 1, waits: [] });
  });

  test("is not begun anew when patience is over", async () => {
    expect((await tried(["timeout"], { patienceMs: 4000 })).waits).toEqual([500, 1000, 2000]);
  });
});

describe("a throttled call", () => {
  test("waits as long as it is told, also where it is not idempotent: it was not executed", async () => {
    const answers = [{ throttled: 7 }, { throttled: undefined }, "ok"] as const;
    expect(await tried(answers, { isIdempotent: false })).toMatchObject({ outcome: "answer", waits: [7000, 1000] });
  });

  test("waits 30 s at most, and is tried five times", async () => {
    const { tries, waits, outcome } = await tried([{ throttled: 3600 }], { patienceMs: 1_000_000 });
    expect(waits).toEqual([30_000, 30_000, 30_000, 30_000]);
    expect(tries).toBe(5);
    expect(outcome).toMatchObject({ reason: "throttled" });
  });
});

describe("a call without valid credentials", () => {
  test("is repeated once, with fresh ones", async () => {
    expect(await tried(["unauthorized", "ok"])).toMatchObject({ outcome: "answer", refreshes: 1, waits: [] });
    expect(await tried(["unauthorized"], { isIdempotent: false })).toMatchObject({ tries: 2, refreshes: 1 });
  });
});

test.each(["forbidden", "not-found", "invalid", "conflict", "already-exists", "other"] as const)(
  "%s is an answer, and is not asked for again",
  async (reason) => expect(await tried([reason])).toMatchObject({ tries: 1, outcome: { reason } }),
);

test("what is no answer of the API server is passed on", async () => {
  const bug = new TypeError("bug");
  expect(await tried([bug])).toMatchObject({ tries: 1, outcome: bug });
});
