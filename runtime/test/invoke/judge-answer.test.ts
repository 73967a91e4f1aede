import { describe, expect, test } from "vitest";
import type { Condition } from "../../src/activity/compiled-activity.ts";
import { valueAt } from "../../src/invoke/json-pointer.ts";
import { judgeAnswer } from "../../src/invoke/judge-answer.ts";
import { retryAfterSeconds } from "../../src/invoke/retry-after.ts";

/** RFC 6901, chapter 5. */
const DOCUMENT = JSON.parse(
  '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8,"__proto__":9}',
);

test.each([
  ["", DOCUMENT],
  ["/foo", ["bar", "baz"]],
  ["/foo/0", "bar"],
  ["/", 0],
  ["/a~1b", 1],
  ["/c%d", 2],
  ["/e^f", 3],
  ["/g|h", 4],
  ["/i\\j", 5],
  ['/k"l', 6],
  ["/ ", 7],
  ["/m~0n", 8],
  ["/__proto__", 9],
  ["/foo/2", undefined],
  ["/foo/00", undefined],
  ["/foo/-", undefined],
  ["/foo/length", undefined],
  ["/foo/0/0", undefined],
  ["/toString", undefined],
  ["/~01", undefined],
  ["foo", undefined],
])("the pointer %j", (pointer, value) => {
  expect(valueAt(DOCUMENT, pointer)).toEqual(value);
});

const SUCCESS = [{ from: 200, to: 299 }];

function judge(text: string, conditions: { fail_when?: Condition; warn_when?: Condition } = {}, status = 200) {
  return judgeAnswer({ success_status: SUCCESS, fail_when: null, warn_when: null, ...conditions }, { status, text });
}

describe("the outcome", () => {
  const fail_when = { pointer: "/exit_code", not_equals: 0 };
  const warn_when = { pointer: "/skipped", greater_than: 0 };
  test.each([
    ['{"exit_code":0,"skipped":0}', 200, "ok", null],
    ['{"exit_code":0}', 200, "ok", null],
    ['{"exit_code":0,"skipped":"2"}', 200, "ok", null],
    ['{"exit_code":0,"skipped":2}', 200, "warn", "/skipped is 2 (warn_when: greater_than 0)"],
    ['{"exit_code":1,"skipped":2}', 200, "failed", "/exit_code is 1 (fail_when: not_equals 0)"],
    ['{"exit_code":"0"}', 200, "failed", '/exit_code is "0" (fail_when: not_equals 0)'],
    ['{"exit_code":null}', 200, "failed", "/exit_code is null (fail_when: not_equals 0)"],
    ['{"exit_code":[0]}', 200, "failed", "/exit_code is a list (fail_when: not_equals 0)"],
    ['{"exit_code":{"a":0}}', 200, "failed", "/exit_code is an object (fail_when: not_equals 0)"],
    ["{}", 200, "failed", "the answer lacks /exit_code, which fail_when reads"],
    ["", 200, "failed", "the answer is not JSON, and fail_when needs it"],
    ['{"exit_code":0', 200, "failed", "the answer is not JSON, and fail_when needs it"],
    ['{"exit_code":0}', 503, "failed", "the service answered 503"],
    ['{"exit_code":0}', 199, "failed", "the service answered 199"],
  ])("of %s with %s is %s", (text, status, outcome, reason) => {
    expect(judge(text, { fail_when, warn_when }, status)).toMatchObject({ outcome, reason });
  });

  test("no condition needs no JSON", () => {
    expect(judge("<html>")).toEqual({ outcome: "ok", reason: null, counts: null });
  });

  test.each([
    [{ pointer: "", equals: "done" }, '"done"', "failed"],
    [{ pointer: "", equals: null }, "null", "failed"],
    [{ pointer: "/done", equals: false }, '{"done":false}', "failed"],
    [{ pointer: "/done", equals: true }, '{"done":1}', "ok"],
    [{ pointer: "/n", greater_than: 0.5 }, '{"n":0.6}', "failed"],
    [{ pointer: "/n", greater_than: -1 }, '{"n":-1}', "ok"],
  ])("fail_when %j and %s", (condition, text, outcome) => {
    expect(judge(text, { fail_when: condition }).outcome).toBe(outcome);
  });

  test("a value is quoted in part, and cannot change the line that shows it", () => {
    const said = judge(JSON.stringify({ say: `\u001b[2J\u009b\u202e${"x".repeat(200)}` }), {
      warn_when: { pointer: "/say", not_equals: "" },
    });
    expect(said.reason).toBe(`/say is "\\u001b[2J\ufffd\ufffd${"x".repeat(88)}… (warn_when: not_equals "")`);
  });
});

test.each([
  ['{"counts":{"swept":3,"skipped_lock":0,"failed":1,"more":9}}', { swept: 3, skipped_lock: 0, failed: 1 }],
  ['{"counts":{"swept":-1,"skipped_lock":1.5,"failed":"1"}}', null],
  ['{"counts":[1]}', null],
  ["[]", null],
  ["no", null],
])("counts of %s", (text, counts) => {
  expect(judge(text).counts).toEqual(counts);
});

test.each([
  ["120", undefined, 120],
  [" 0 ", undefined, 0],
  ["1.5", undefined, null],
  ["-1", undefined, null],
  ["soon", undefined, null],
  [undefined, undefined, null],
  // The service's clock is an hour behind ours.
  ["Sun, 21 Jun 2026 19:01:30 GMT", "Sun, 21 Jun 2026 19:00:00 GMT", 90],
  ["Sun, 21 Jun 2026 20:01:30 GMT", undefined, 90],
  ["Sun, 21 Jun 2026 19:00:00 GMT", undefined, 0],
])("Retry-After %s in an answer of %s", (header, date, seconds) => {
  const headers = { ...(header && { "retry-after": header }), ...(date && { date }) };
  expect(retryAfterSeconds(headers, Date.parse("2026-06-21T20:00:00Z"))).toBe(seconds);
});
