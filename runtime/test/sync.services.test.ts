import { afterAll, beforeAll, expect, test } from "vitest";
import { outcomes, SyncLab } from "./sync-lab.ts";

let lab: SyncLab;
beforeAll(async () => {
  lab = await SyncLab.start();
});
afterAll(() => lab?.stop());

test("a first sync stores the definition and makes its schedule, paused", async () => {
  const place = await lab.place();
  const activity = place.activity();
  expect(outcomes(await place.claim(activity))).toEqual({ sweep: "created/created" });
  expect(await place.query("select uuid, id, enabled, version, retired_at from actdef.activity_definitions")).toEqual([
    { uuid: activity.uuid, id: activity.id, enabled: false, version: 1, retired_at: null },
  ]);
  const { state, action, policies, spec } = await place.describe();
  expect(state).toMatchObject({ paused: true, note: "paused: its definition says enabled: false" });
  expect(action).toMatchObject({ workflowType: "runActivity", workflowId: activity.id, taskQueue: place.name });
  expect(action.args).toEqual([JSON.parse(place.text(activity))]);
  expect(policies).toEqual({ catchupWindow: 60_000, overlap: "SKIP", pauseOnFailure: false });
  expect(spec.calendars?.[0]?.comment).toMatch(/^actdef [0-9a-f]{64} [0-9a-f]{12}\.[0-9a-f]{8} \*\/15 \* \* \* \*$/);
});

test("a second sync of the same definitions writes nothing, not even with --claim-database", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  const before = await place.trace("sweep");
  expect(outcomes(await place.sync())).toEqual({ sweep: "unchanged/unchanged" });
  expect(outcomes(await place.sync(["--claim-database"]))).toEqual({ sweep: "unchanged/unchanged" });
  expect(await place.trace("sweep")).toEqual(before);
});

test("enabling unpauses the schedule, disabling pauses it, and each is in the history", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  place.compile(place.activity("sweep", { enabled: true }));
  expect(outcomes(await place.sync())).toEqual({ sweep: "updated/unpaused" });
  expect((await place.describe()).state).toMatchObject({ paused: false });
  place.compile(place.activity("sweep", { enabled: false, title: "Paused again" }));
  expect(outcomes(await place.sync())).toEqual({ sweep: "updated/paused" });
  expect((await place.describe()).state.paused).toBe(true);
  expect(await place.query("select version, action from actdef.activity_definition_versions order by 1")).toEqual([
    { version: 1, action: "created" },
    { version: 2, action: "updated" },
    { version: 3, action: "updated" },
  ]);
});

test("what people pause or resume by hand stays so, while the definition's enabled stays the same", async () => {
  const place = await lab.place();
  await place.claim(place.activity("on", { enabled: true }), place.activity("off"));
  await place.handle("on").pause("maintenance");
  await place.handle("off").unpause("a trial");
  expect(outcomes(await place.sync())).toEqual({ on: "unchanged/unchanged", off: "unchanged/unchanged" });
  place.compile(place.activity("on", { enabled: true, title: "Another" }), place.activity("off", { title: "Another" }));
  expect(outcomes(await place.sync())).toEqual({ on: "updated/updated", off: "updated/updated" });
  expect((await place.describe("on")).state).toMatchObject({ paused: true, note: "maintenance" });
  expect((await place.describe("off")).state).toMatchObject({ paused: false, note: "a trial" });
});

test("a rename of the id keeps the row and its history, and retires the schedule of the old id", async () => {
  const place = await lab.place();
  const { uuid } = place.activity("before");
  await place.claim(place.activity("before", { enabled: true }));
  place.compile(place.activity("after", { uuid, enabled: true }));
  expect(outcomes(await place.sync())).toEqual({ after: "updated/created" });
  expect(await place.query("select id, version from actdef.activity_definitions")).toEqual([
    { id: place.id("after"), version: 2 },
  ]);
  const { state, spec } = await place.describe("before");
  expect(state).toMatchObject({ paused: true, note: "retired: its definition was removed or renamed" });
  expect(spec.calendars?.[0]?.comment).toMatch(/^actdef retired [0-9a-f]{12}$/);
  expect((await place.describe("after")).state.paused).toBe(false);
});

test("a removed definition is retired, never deleted, and one that comes back goes on where it was", async () => {
  const place = await lab.place();
  await place.claim(place.activity("kept"), place.activity("gone", { enabled: true }));
  place.compile(place.activity("kept"));
  expect(outcomes(await place.sync())).toEqual({ kept: "unchanged/unchanged", gone: "retired/retired" });
  expect((await place.describe("gone")).state.paused).toBe(true);
  expect(outcomes(await place.sync())).toEqual({ kept: "unchanged/unchanged" });
  place.compile(place.activity("kept"), place.activity("gone", { enabled: true }));
  expect(outcomes(await place.sync(["--allow-rollback"]))).toEqual({
    kept: "unchanged/unchanged",
    gone: "updated/unpaused",
  });
  expect((await place.describe("gone")).state).toMatchObject({ paused: false, note: "" });
  const versions = "select version, action from actdef.activity_definition_versions where id like '%gone' order by 1";
  expect(await place.query(versions)).toEqual([
    { version: 1, action: "created" },
    { version: 2, action: "retired" },
    { version: 3, action: "updated" },
  ]);
});

test("an id that passes to another uuid keeps its schedule", async () => {
  const place = await lab.place();
  await place.claim(place.activity("sweep", { enabled: true }));
  const uuid = place.activity("another").uuid;
  place.compile(place.activity("sweep", { enabled: true, uuid }));
  const result = await place.sync();
  expect(result.activities.map(({ action, schedule }) => `${action}/${schedule}`)).toEqual([
    "created/updated",
    "retired/unchanged",
  ]);
  expect((await place.describe()).state.paused).toBe(false);
  expect((await place.describe()).action.args?.[0]).toMatchObject({ uuid });
});

test("two activities may change their ids with each other", async () => {
  const place = await lab.place();
  const [one, two] = [place.activity("one"), place.activity("two")];
  await place.claim(one, two);
  place.compile(place.activity("one", { uuid: two.uuid }), place.activity("two", { uuid: one.uuid }));
  expect(outcomes(await place.sync())).toEqual({ one: "updated/updated", two: "updated/updated" });
  expect((await place.describe("one")).action.args?.[0]).toMatchObject({ uuid: two.uuid });
});

test("a schedule that was deleted by hand is made again; one whose calendar was edited by hand is as defined again", async () => {
  const place = await lab.place();
  await place.claim(place.activity("deleted"), place.activity("edited"));
  await place.handle("deleted").delete();
  await place.handle("edited").update(({ spec, ...others }) => {
    const [calendar] = spec.calendars ?? [];
    return { ...others, spec: { calendars: [{ ...calendar, hour: 3 }] } } as never;
  });
  expect(outcomes(await place.sync())).toEqual({ deleted: "unchanged/created", edited: "unchanged/updated" });
  expect((await place.describe("edited")).spec.calendars?.[0]?.hour).toEqual([{ start: 0, end: 23, step: 1 }]);
  expect(outcomes(await place.sync())).toEqual({ deleted: "unchanged/unchanged", edited: "unchanged/unchanged" });
});

test("another task queue of the target reaches every schedule", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  place.env.TEMPORAL_TASK_QUEUE = "elsewhere";
  expect(outcomes(await place.sync())).toEqual({ sweep: "unchanged/updated" });
  expect((await place.describe()).action.taskQueue).toBe("elsewhere");
});

test("--plan says what would be done, and does nothing", async () => {
  const place = await lab.place();
  await place.claim(place.activity("changed"), place.activity("gone"), place.activity("kept"), place.activity("old"));
  const before = await place.trace("changed", "gone", "kept");
  place.compile(
    place.activity("changed", { enabled: true }),
    place.activity("kept"),
    place.activity("new"),
    place.activity("renamed", { uuid: place.activity("old").uuid }),
  );
  const { code, stdout } = await place.run({ args: ["--plan"] });
  expect(code).toBe(0);
  expect(stdout.replaceAll(place.id(""), "")).toBe(
    `${[
      "update changed (enabled false -> true); update its schedule",
      "create new (paused); create its schedule",
      "update renamed (renamed from old); create its schedule",
      "retire gone; pause its schedule for good",
      "retire the former id old; pause its schedule for good",
      "1 of 4 activities are unchanged",
    ].join("\n")}\n`,
  );
  expect(await place.trace("changed", "gone", "kept")).toEqual(before);
  const fresh = await lab.place();
  fresh.compile(fresh.activity());
  expect((await fresh.run({ args: ["--plan", "--claim-database"] })).code).toBe(0);
  expect(await fresh.query("select count(*)::int from pg_tables where schemaname = 'actdef'")).toEqual([{ count: 0 }]);
});

test("however much there is to say, all of it is said before the end", async () => {
  const place = await lab.place();
  place.compile(...Array.from({ length: 5000 }, (_, index) => place.activity(`many-${index}`)));
  const proxies = await lab.proxies();
  // Nobody reads before it has left the database, with more to say than a socket holds.
  const readAfter = new Promise<void>((resolve) => {
    proxies.postgres.onDisconnection = resolve;
  });
  const { stdout, code } = await place.run({
    args: ["--plan", "--claim-database"],
    env: proxies.env(place),
    readAfter,
  });
  await proxies.stop();
  expect(code).toBe(0);
  expect(stdout.split("\n")).toHaveLength(5002);
  expect(stdout).toMatch(/\n0 of 5000 activities are unchanged\n$/);
});

test("the schema may be missing, where the role may make it", async () => {
  const place = await lab.place();
  await place.query(`drop schema actdef; grant create on database ${place.name} to ${place.name}`);
  expect(outcomes(await place.claim(place.activity()))).toEqual({ sweep: "created/created" });
});
