import { afterAll, beforeAll, expect, test } from "vitest";
import { outcomes, type Run, SyncLab, type SyncPlace } from "./sync-lab.ts";

let lab: SyncLab;
beforeAll(async () => {
  lab = await SyncLab.start();
});
afterAll(() => lab?.stop());

/** It ended with 42, said why in one sentence on standard error and to Kubernetes, and nothing else. */
function expectRefusal({ code, stdout, stderr, message }: Run, ...said: readonly string[]): void {
  expect(code, stderr).toBe(42);
  expect(stdout).toBe("");
  for (const part of said) expect(stderr).toContain(part);
  expect(stderr).toBe(`actcore-sync: ${message}\n`);
  expect(stderr).not.toContain("\n    at ");
}

/** What an older definition set is refused over. */
async function withOlder(place: SyncPlace) {
  const [first, second] = [place.activity("sweep", { enabled: true }), place.activity("sweep", { title: "Newer" })];
  await place.claim(first);
  place.compile(second);
  await place.sync();
  return { first, second };
}

const tablesOf = (place: SyncPlace) => place.query("select tablename from pg_tables where schemaname = 'actdef'");

test("a database that nobody has claimed is refused, and is left empty", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  expectRefusal(await place.run(), "belongs to no cluster yet", "--claim-database", "nothing was written");
  expect(await tablesOf(place)).toEqual([]);
  await expect(place.describe()).rejects.toThrow();
});

test("a database of another name is refused", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  const env = { ACTCORE_EXPECTED_DATABASE: "activity_core" };
  expectRefusal(await place.run({ env, args: ["--claim-database"] }), place.name, "activity_core");
  expect(await tablesOf(place)).toEqual([]);
});

test("a database of another cluster is refused, and both are named; claiming does not help", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  const before = await place.trace("sweep");
  const env = { ACTCORE_EXPECTED_CLUSTER_UID: "ffffffff-33c0-4d0e-a2c5-5f0e9d1be41a" };
  const run = await place.run({ env, args: ["--claim-database"] });
  expectRefusal(run, "ffffffff-33c0-4d0e-a2c5-5f0e9d1be41a", place.env.ACTCORE_EXPECTED_CLUSTER_UID ?? "");
  expect(await place.trace("sweep")).toEqual(before);
});

test.each([
  ["tables of another program", "create table actdef.jobs (id int)"],
  ["an identity table of another program", "create table actdef.identity (name text)"],
  ["our tables without our identity", "create table actdef.activity_definitions (uuid uuid)"],
])("a schema actdef with %s is never touched, also not with --claim-database", async (_what, sql) => {
  const place = await lab.place();
  await place.query(`set role ${place.name}; ${sql}`);
  place.compile(place.activity());
  const before = await tablesOf(place);
  expectRefusal(await place.run({ args: ["--claim-database"] }), "a schema actdef that is not of this program");
  expect(await tablesOf(place)).toEqual(before);
});

test("a schema actdef that the role may not read is refused", async () => {
  const place = await lab.place();
  await place.query("alter schema actdef owner to postgres; create table actdef.identity (product text)");
  place.compile(place.activity());
  expectRefusal(await place.run({ args: ["--claim-database"] }), "lacks a right", "README");
});

test("a database that a newer program has migrated is refused, and so is one with a migration that was altered", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  await place.query("insert into actdef.migrations (version, name, sha256) values (99, 'later', 'x')");
  expectRefusal(await place.run(), "migrated to version 99", "newer image");
  await place.query("delete from actdef.migrations where version = 99; update actdef.migrations set sha256 = 'x'");
  expectRefusal(await place.run(), "migration 1 was applied with another text");
});

test("a database of the first version is brought to the latest, with what it holds", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  await place.query("drop table actdef.activity_pauses; delete from actdef.migrations where version > 1");
  const rows = () => place.query("select uuid, version, xmin::text from actdef.activity_definitions");
  const before = await rows();
  expect(outcomes(await place.sync())).toEqual({ sweep: "unchanged/unchanged" });
  expect(await rows()).toEqual(before);
  expect(await place.query("select version from actdef.migrations order by 1")).toEqual([
    { version: 1 },
    { version: 2 },
  ]);
  const owner = "select tableowner from pg_tables where tablename = 'activity_pauses'";
  expect(await place.query(owner)).toEqual([{ tableowner: place.name }]);
});

test("a schedule of our id that starts something else is refused before anything is written", async () => {
  const place = await lab.place();
  const activity = place.activity();
  await lab.client.schedule.create({
    scheduleId: activity.id,
    spec: { intervals: [{ every: "1h" }] },
    action: { type: "startWorkflow", workflowType: "theirs", taskQueue: "theirs" },
    state: { paused: true },
  });
  place.compile(activity);
  expectRefusal(await place.run({ args: ["--claim-database"] }), activity.id, "theirs", "it was not touched");
  expect(await tablesOf(place)).toEqual([]);
});

test("definitions that the database held before are refused without --allow-rollback, and then come back", async () => {
  const place = await lab.place();
  const { first } = await withOlder(place);
  place.compile(first);
  const before = await place.trace("sweep");
  expectRefusal(await place.run(), "older than those that the database holds", "--allow-rollback");
  expectRefusal(await place.run({ args: ["--plan"] }), "older");
  expect(await place.trace("sweep")).toEqual(before);
  expect(outcomes(await place.sync(["--allow-rollback"]))).toEqual({ sweep: "updated/unpaused" });
  // It is the current one now, so that it needs no leave any more; the one that was newer does.
  expect(outcomes(await place.sync())).toEqual({ sweep: "unchanged/unchanged" });
});

test("older definitions that only pause are never refused", async () => {
  const place = await lab.place();
  await place.claim(place.activity("sweep"));
  place.compile(place.activity("sweep", { enabled: true, updated: "2026-06-22" }));
  await place.sync();
  place.compile(place.activity("sweep"));
  expect(outcomes(await place.sync())).toEqual({ sweep: "updated/paused" });
});

test("older definitions that pause one activity and bring another back are refused", async () => {
  const place = await lab.place();
  const other = place.activity("other");
  await place.claim(place.activity("sweep"), other);
  place.compile(place.activity("sweep", { enabled: true }), place.activity("other", { title: "Newer" }));
  await place.sync();
  place.compile(place.activity("sweep"), place.activity("other", { enabled: false, title: other.title }));
  expectRefusal(await place.run(), "older than");
});

test.each([
  ["an option that does not exist", { args: ["--force"] }, "Unknown option '--force'"],
  ["a command that does not exist", { args: ["explode"] }, "explode"],
  ["an empty cluster UID", { env: { ACTCORE_EXPECTED_CLUSTER_UID: "" } }, "not pinned to a cluster"],
  ["no database URL", { env: { DATABASE_URL: "" } }, "DATABASE_URL"],
])("%s is refused", async (_what, options, said) => {
  const place = await lab.place();
  place.compile(place.activity());
  expectRefusal(await place.run(options), said);
});

test("a password is printed nowhere, whatever goes wrong", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  const password = "s3cret%2Fw0rd";
  const urls = [
    place.env.DATABASE_URL?.replace("@", `:${password}@`).replace(/[^/]*$/, "nowhere"),
    place.env.DATABASE_URL?.replace("@", `:${password}@`).replace(/^postgres:\/\/[^:]*/, "postgres://nobody"),
    `postgres://role:${password}@[nonsense/database`,
    `host=127.0.0.1 password=${password}`,
  ];
  for (const DATABASE_URL of urls) {
    const { code, stdout, stderr, message } = await place.run({ env: { DATABASE_URL: DATABASE_URL ?? "" } });
    expect(code, stderr).toBe(42);
    expect(stdout + stderr + message).not.toMatch(/s3cret|w0rd/);
    expect(stderr).not.toContain("\n    at ");
  }
});

test("definitions that the schema does not know are refused by their field", async () => {
  const place = await lab.place();
  place.compile({ ...place.activity(), surprise: true } as never);
  expectRefusal(await place.run({ args: ["--claim-database"] }), "sweep.json", "surprise");
  const other = place.activity("other");
  place.compile(place.activity(), { ...other, uuid: place.activity().uuid });
  expectRefusal(await place.run({ args: ["--claim-database"] }), "have the same uuid");
  expect(await tablesOf(place)).toEqual([]);
});
