import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/model/canonical-json.ts";
import { type CommandResult, verifyCommand } from "../../src/operate/command-result.ts";
import { ROOT } from "../transcript.ts";

const schema = JSON.parse(readFileSync(join(ROOT, "schemas/command-result.schema.json"), "utf8"));
const good: CommandResult = schema.examples[0];
const { command, job, database, cluster_uid, id, uuid } = good;
const expected = { command, job, database, cluster_uid, id, uuid };

const failed = { checks: [{ name: "outcome", passed: false, seen: "warn", wanted: "ok" }] };

/** Verifies a result as a Job would have left it. */
function verified(result: object, { log = (line: string) => `before\n${line}\nafter\n`, message = sha256 } = {}) {
  const text = JSON.stringify(result);
  const terminationMessage = JSON.stringify({ sha256: message(text) });
  return verifyCommand({ log: log(`ACTCORE_COMMAND_RESULT ${text}`), terminationMessage }, expected);
}

test("what was asked for, and is whole, is proved, also where a check has failed", () => {
  expect(verified(good)).toMatchObject({ isProved: true, result: { id: good.id } });
  expect(verified({ ...good, ...failed, ok: false })).toMatchObject({ isProved: true, result: { ok: false } });
});

describe("nothing is proved by a result", () => {
  test.each([
    ["without a line of it", () => verifyCommand({ log: "done\n", terminationMessage: "{}" }, expected), /has no line/],
    ["that is cut", () => verified(good, { log: (line) => line.slice(0, -20) }), /cut or changed/],
    ["whose message is of another", () => verified(good, { message: () => sha256("other") }), /cut or changed/],
    ["of another version", () => verified({ ...good, schema_version: 2 }), /not of version 1/],
    ["of another Job", () => verified({ ...good, job: "actcore-canary-0123456789-a9" }), /its job is/],
    ["of another database", () => verified({ ...good, database: "other" }), /its database is "other"/],
    ["of another cluster", () => verified({ ...good, cluster_uid: "other" }), /its cluster_uid is/],
    ["of another command", () => verified({ ...good, command: "trigger" }), /its command is "trigger"/],
    ["that is ok, and a check of it is not", () => verified({ ...good, ...failed }), /contradicts itself: ok is true/],
    ["that is not ok, and its checks are", () => verified({ ...good, ok: false }), /contradicts itself: ok is false/],
    ["of another activity", () => verified({ ...good, id: "acme.report" }), /its id is "acme.report"/],
  ])("%s", (_, verify, reason) => {
    expect(verify()).toMatchObject({ isProved: false, reason: expect.stringMatching(reason) });
  });
});
