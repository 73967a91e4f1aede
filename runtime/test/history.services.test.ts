import { afterAll, beforeAll, expect, test } from "vitest";
import { type HistoryResult, verifyHistory } from "../../src/operate/history-result.ts";
import { schemaValidator } from "../../test/schema-validator.ts";
import { SyncLab, type SyncPlace } from "./sync-lab.ts";

const WEEK = ["--from", "2026-06-21T00:00:00Z", "--until", "2026-06-28T00:00:00Z"];

let lab: SyncLab;
let place: SyncPlace;
beforeAll(async () => {
  lab = await SyncLab.start();
  place = await lab.place();
  await place.claim(place.activity("sweep"), place.activity("other"), place.activity("busy"));
  await leaveRuns("sweep", 672, 900);
  await leaveRuns("other", 3, 900);
});
afterAll(() => lab?.stop());

/** Rows of so many runs, so many seconds apart, from 2026-06-20T12:00Z on. */
async function leaveRuns(name: string, count: number, seconds: number): Promise<void> {
  const { uuid, id } = place.activity(name);
  await place.query(
    `insert into actdef.activity_runs (run_id, activity_uuid, activity_id, behaviour_sha256, source, scheduled_time,
       started_at, finished_at, outcome, attempts, http_status, reason, counts, idempotency_key)
     select gen_random_uuid(), '${uuid}', '${id}', repeat('0', 64), 'activity-core', fire, fire + '0.041 s'::interval,
       fire + '61 s'::interval, 'warn', 1, 200, 'it said "\\n" and ü', '{"swept": 3}', '${id}@' || fire
     from (select timestamptz '2026-06-20T12:00Z' + n * ${seconds} * '1 s'::interval as fire
           from generate_series(${count - 1}, 0, -1) n) fires`,
  );
}

async function history(name: string, { args = WEEK, env = {} } = {}) {
  const { code, stdout, stderr, message } = await place.run({ args: ["history", place.id(name), ...args], env });
  const expected = {
    job: /"job":"([^"]*)"/.exec(stdout)?.[1] ?? "",
    database: place.name,
    cluster_uid: place.env.ACTCORE_EXPECTED_CLUSTER_UID ?? "",
    id: place.id(name),
    uuid: place.activity(name).uuid,
    from: "2026-06-21T00:00:00.000Z",
    until: "2026-06-28T00:00:00.000Z",
  };
  return { code, stderr, verification: verifyHistory({ log: stdout, terminationMessage: message }, expected) };
}

async function runsOf(name: string): Promise<HistoryResult["runs"]> {
  const { code, stderr, verification } = await history(name);
  expect(code, stderr).toBe(0);
  if (!verification.isProved) throw new Error(verification.reason);
  const validate = schemaValidator("history-result");
  validate(verification.result);
  expect(validate.errors).toBeNull();
  return verification.result.runs;
}

test("the runs of one activity that started in the time, in their order", async () => {
  const runs = await runsOf("sweep");
  expect(runs).toHaveLength(672 - 48);
  expect(runs.map(({ started_at }) => started_at)).toEqual(runs.map(({ started_at }) => started_at).toSorted());
  expect(runs[0]).toMatchObject({
    scheduled_time: "2026-06-21T00:00:00.000Z",
    started_at: "2026-06-21T00:00:00.041Z",
    outcome: "warn",
    counts: { swept: 3 },
    reason: 'it said "\\n" and ü',
  });
});

test("none is no error", async () => {
  expect(await runsOf("busy")).toEqual([]);
});

test("a rename of the id keeps the history, and a removed definition has it still", async () => {
  const { uuid } = place.activity("sweep");
  place.compile(place.activity("renamed", { uuid }), place.activity("busy"));
  await place.sync();
  const { code, stderr, verification } = await history("other");
  expect(code, stderr).toBe(0);
  expect(verification).toMatchObject({ isProved: true, result: { runs: { length: 0 } } });
  const renamed = await place.run({ args: ["history", place.id("renamed"), ...WEEK] });
  expect(JSON.parse(renamed.message)).toMatchObject({ id: place.id("renamed"), runs: 672 - 48 });
  expect(await runsOf("sweep")).toHaveLength(672 - 48);
});

test("more than a log holds is refused, and says so", async () => {
  await leaveRuns("busy", 30_000, 20);
  const { code, stderr } = await history("busy");
  expect(code).toBe(42);
  expect(stderr).toMatch(/has \d+ runs in that time, which is more than a log holds; ask for a shorter time/);
});

test.each([
  ["an id that nobody has", "nobody", {}, "has never had an activity"],
  ["another database", "busy", { env: { ACTCORE_EXPECTED_DATABASE: "other" } }, "the target's is other"],
  ["another cluster", "busy", { env: { ACTCORE_EXPECTED_CLUSTER_UID: "u" } }, "belongs to the cluster"],
  ["no time", "busy", { args: [] }, "it takes two instants"],
])("%s is refused", async (_, name, options, words) => {
  const { code, stderr } = await history(name, options);
  expect(code).toBe(42);
  expect(stderr).toContain(words);
});
