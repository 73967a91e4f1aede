import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/model/canonical-json.ts";
import { expectedActivities } from "../../src/operate/projected-target.ts";
import { type Expectation, type SyncResult, verifyResult } from "../../src/operate/sync-result.ts";
import { definitionSources } from "../../src/project/definition-config-maps.ts";
import { activity, sweep } from "../project/sample.ts";
import { schemaValidator } from "../schema-validator.ts";
import { projectedTarget } from "./live-sample.ts";

const report = { ...activity("acme.report"), uuid: "2f5d9d0e-6f0c-4a39-8a52-0f6f4a1f6f3b" };
const { objects, job } = projectedTarget([sweep, report]);
const expected: Expectation = {
  job: job.metadata.name,
  indexSha256: definitionSources(objects).indexSha256,
  database: "activity_core",
  clusterUid: "7d0c1f52-33c0-4d0e-a2c5-5f0e9d1be41a",
  activities: expectedActivities(objects),
};
const good: SyncResult = {
  schema_version: 1,
  job: expected.job,
  index_sha256: expected.indexSha256,
  database: expected.database,
  cluster_uid: expected.clusterUid,
  activities: expected.activities.map(({ uuid, id, sha256: hash }, index) => ({
    uuid,
    id,
    sha256: hash,
    action: index === 0 ? "updated" : "unchanged",
    schedule: "unchanged",
  })),
};

/** Verifies a result as a Job would have left it. */
function verified(result: object, { log = (line: string) => `before\n${line}\nafter\n`, message = sha256 } = {}) {
  const text = JSON.stringify(result);
  return verifyResult(log(`ACTCORE_SYNC_RESULT ${text}`), JSON.stringify({ sha256: message(text) }), expected);
}

const withActivities = (activities: readonly object[]) => ({ ...good, activities });
const retired = { ...good.activities[0], uuid: "11111111-1111-4111-8111-111111111111", id: "acme.old" };

describe("a result proves a sync", () => {
  test("where it names every activity that was compiled", () => {
    expect(verified(good)).toMatchObject({ isProved: true, counts: { updated: 1, unchanged: 1 } });
  });

  test("and names what was retired as well", () => {
    const result = withActivities([...good.activities, { ...retired, action: "retired", schedule: "retired" }]);
    expect(verified(result)).toMatchObject({ isProved: true, counts: { updated: 1, unchanged: 1, retired: 1 } });
  });

  test("by its last line", () => {
    const log = (line: string) => `ACTCORE_SYNC_RESULT {"schema_version":1}\n${line}`;
    expect(verified(good, { log }).isProved).toBe(true);
  });

  test("and is valid to the schema", () => {
    const validate = schemaValidator("sync-result");
    validate(good);
    expect(validate.errors).toBeNull();
  });
});

describe("a result proves nothing", () => {
  test.each([
    ["without a line of it", () => verifyResult("done\n", "{}", expected), /has no line ACTCORE_SYNC_RESULT/],
    ["where the line is cut", () => verified(good, { log: (line) => line.slice(0, -20) }), /cut or changed/],
    [
      "where the termination message is of another line",
      () => verified(good, { message: () => "0" }),
      /cut or changed/,
    ],
    ["without a termination message", () => verifyResult(`ACTCORE_SYNC_RESULT {}`, "", expected), /cut or changed/],
    ["of a later version", () => verified({ ...good, schema_version: 2 }), /not of version 1/],
    ["of another Job", () => verified({ ...good, job: "actcore-sync-0123456789-a1" }), /another run: its Job/],
    ["of other definitions", () => verified({ ...good, index_sha256: "0" }), /another run: its index/],
    ["of another database", () => verified({ ...good, database: "postgres" }), /another run: its database/],
    ["of another cluster", () => verified({ ...good, cluster_uid: "0" }), /another run: its cluster/],
    [
      "without one of the activities",
      () => verified(withActivities(good.activities.slice(1))),
      /does not name the-custodian\.state-hub-consistency-sweep|does not name acme\.report/,
    ],
    [
      "with another text of an activity",
      () => verified(withActivities(good.activities.map((it) => ({ ...it, sha256: "0" })))),
      /has another/,
    ],
    [
      "with an activity that was retired though it is compiled",
      () => verified(withActivities(good.activities.map((it) => ({ ...it, schedule: "retired" })))),
      /was retired/,
    ],
    [
      "with an activity that was not compiled",
      () => verified(withActivities([...good.activities, { ...retired, action: "created" }])),
      /"created" of acme\.old, which was not compiled/,
    ],
  ])("%s", (_, verify, reason) => {
    expect(verify()).toEqual({ isProved: false, reason: expect.stringMatching(reason) });
  });
});
