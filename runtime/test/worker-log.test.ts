import { Writable } from "node:stream";
import { ApplicationFailure } from "@temporalio/common";
import { describe, expect, test } from "vitest";
import { messageOf, temporalLogger, workerLog } from "../src/worker/worker-log.ts";

function logOfTest() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { log: workerLog(destination), lines: () => lines.map((line) => JSON.parse(line)) };
}

test("a line is JSON with its level in words and its instant", () => {
  const { log, lines } = logOfTest();
  log.info({ activity: "test.sweep" }, "a call has ended");
  expect(lines()).toEqual([
    {
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      activity: "test.sweep",
      msg: "a call has ended",
    },
  ]);
});

test("members that hold secrets are masked", () => {
  const { log, lines } = logOfTest();
  log.info({ databaseUrl: "postgres://u:p@h/d", plan: { databaseUrl: "x", headers: { authorization: "y" } } }, "");
  expect(lines()[0]).toMatchObject({
    databaseUrl: "[Redacted]",
    plan: { databaseUrl: "[Redacted]", headers: "[Redacted]" },
  });
});

describe("what went wrong, in one line", () => {
  test.each([
    [new Error("outer", { cause: new Error("inner") }), "outer: inner"],
    [new Error("outer: inner", { cause: new Error("inner") }), "outer: inner"],
    [
      new AggregateError([new Error("connect ECONNREFUSED ::1:5432"), new Error("no")]),
      "connect ECONNREFUSED ::1:5432; no",
    ],
    [new Error("cannot parse postgres://user:secret@host/db"), "cannot parse postgres://***@host/db"],
    ["a text", "a text"],
  ])("%s", (error, words) => {
    expect(messageOf(error)).toBe(words);
  });
});

describe("Temporal's messages", () => {
  test("are lines from warnings on, with the stack of what nobody has thought of", () => {
    const { log, lines } = logOfTest();
    const logger = temporalLogger(log);
    logger.info("Worker state changed");
    logger.log("DEBUG", "polling");
    logger.warn("Activity failed", { error: new TypeError("x is not a function"), taskToken: "abc", attempt: 1 });
    expect(lines()).toMatchObject([
      { level: "warn", component: "temporal", msg: "Activity failed", problem: "x is not a function", attempt: 1 },
    ]);
    expect(lines()[0].stack).toContain("TypeError");
    expect(lines()[0]).not.toHaveProperty("taskToken");
  });

  test("leave out the failures that this program makes, which have lines of their own", () => {
    const { log, lines } = logOfTest();
    temporalLogger(log).warn("Workflow failed", { error: ApplicationFailure.nonRetryable("the service answered 500") });
    expect(lines()).toEqual([]);
  });
});
