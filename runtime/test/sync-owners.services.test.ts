import { afterAll, beforeAll, expect, test } from "vitest";
import type { Activity } from "../../src/model/activity.ts";
import { until } from "../../test/lab/until.ts";
import { outcomes, type Run, SyncLab, type SyncPlace } from "./sync-lab.ts";

let lab: SyncLab;
beforeAll(async () => {
  lab = await SyncLab.start();
});
afterAll(() => lab?.stop());

/** A target whose schedules are there, and another one that has the same definitions, in one namespace of Temporal. */
async function twoTargets(change: (place: SyncPlace) => Activity[] = (place) => [place.activity()]) {
  const [first, second] = [await lab.place(), await lab.place()];
  await first.claim(...change(first));
  for (const { id } of change(first)) await listed(id, /^actdef /);
  second.compile(...change(first));
  return { first, second };
}

/** Until Temporal's list, which is some moments behind, shows a schedule with such a comment. */
function listed(id: string, comment: RegExp) {
  return until(`${id} in the list`, async () => {
    for await (const { scheduleId, spec } of lab.client.schedule.list())
      if (scheduleId === id && comment.test(spec?.calendars?.[0]?.comment ?? "")) return true;
    return false;
  });
}

function expectRefusal({ code, stdout, stderr, message }: Run, ...said: readonly string[]): void {
  expect(code, stderr).toBe(42);
  expect(stdout).toBe("");
  for (const part of said) expect(stderr).toContain(part);
  expect(stderr).toBe(`actcore-sync: ${message}\n`);
}

const tablesOf = (place: SyncPlace) => place.query("select tablename from pg_tables where schemaname = 'actdef'");

test("a schedule of another target is refused before anything is written, and it is said whose it is", async () => {
  const { first, second } = await twoTargets((place) => [place.activity("one"), place.activity("two")]);
  const before = await first.trace("one", "two");
  const said = [
    `the schedule ${first.id("one")} in Temporal belongs to another target: ` +
      `the database ${first.name} of the cluster ${first.env.ACTCORE_EXPECTED_CLUSTER_UID}`,
    "(1 more is not ours either)",
    "use another namespace of Temporal for this target",
    "delete the schedule in Temporal and sync again",
  ];
  expectRefusal(await second.run({ args: ["--claim-database"] }), ...said);
  expectRefusal(await second.run({ args: ["--claim-database", "--plan"] }), ...said);
  expect(await tablesOf(second)).toEqual([]);
  expect(await first.trace("one", "two")).toEqual(before);
  const { memo } = (await first.describe("one")).action;
  expect(memo).toEqual({
    actdef_target: { database: first.name, cluster_uid: first.env.ACTCORE_EXPECTED_CLUSTER_UID },
  });
  expect(outcomes(await first.sync())).toEqual({ one: "unchanged/unchanged", two: "unchanged/unchanged" });
});

test("a target that shares some ids is refused as a whole", async () => {
  const { first, second } = await twoTargets();
  await second.claim(second.activity("own"));
  second.compile(second.activity("own", { enabled: true }), first.activity());
  const before = await second.trace("own");
  expectRefusal(await second.run(), `the database ${first.name} of the cluster`);
  expect(await second.trace("own")).toEqual(before);
});

test("a task queue that another target's workers serve is refused", async () => {
  const [first, second] = [await lab.place(), await lab.place()];
  await first.claim(first.activity("theirs"));
  await listed(first.id("theirs"), /^actdef /);
  second.compile(second.activity("ours"));
  const env = { TEMPORAL_TASK_QUEUE: first.name };
  expectRefusal(
    await second.run({ args: ["--claim-database"], env }),
    `the task queue ${first.name} is another target's, the database ${first.name} of the cluster`,
    "give this target a temporal.task_queue or a namespace of its own",
  );
  expect(await tablesOf(second)).toEqual([]);
  expect(outcomes(await second.sync(["--claim-database"]))).toEqual({ ours: "created/created" });
});

test("one that the other target has retired is refused too", async () => {
  const { first, second } = await twoTargets();
  first.compile(first.activity("other"));
  await first.sync();
  expect((await first.describe()).spec.calendars?.[0]?.comment).toMatch(/^actdef retired [0-9a-f]{12}$/);
  expectRefusal(await second.run({ args: ["--claim-database"] }), `the database ${first.name} of the cluster`);
  expect(await tablesOf(second)).toEqual([]);
});

test("once it is deleted in Temporal it is the other's, and the first one neither takes it back, operates nor retires it", async () => {
  const { first, second } = await twoTargets((place) => [place.activity("moved")]);
  await first.handle("moved").delete();
  expect(outcomes(await second.sync(["--claim-database"]))).toEqual({ moved: "created/created" });
  expectRefusal(await first.run(), `the database ${second.name} of the cluster`);
  for (const name of ["pause", "resume", "trigger", "canary"]) {
    const run = await first.run({ args: [name, first.id("moved")] });
    expectRefusal(run, `the schedule ${first.id("moved")} in Temporal belongs to another target`, second.name);
  }
  const traces = async () => (await first.trace("moved")).schedules;
  const before = await traces();
  first.compile(first.activity("kept"));
  expect((await first.run({ args: ["--plan"] })).stdout).toContain("moved; its schedule is another's now\n");
  expect(outcomes(await first.sync())).toEqual({ kept: "created/created", moved: "retired/unchanged" });
  expect(await traces()).toEqual(before);
});

/** As by a program that does not say whose a schedule is: `comment` is all that its calendar says. */
async function withoutOwner(place: SyncPlace, comment: string): Promise<void> {
  await place.handle().update(({ spec, action, ...others }) => {
    const { memo: _, ...rest } = action as { memo?: unknown };
    const [calendar] = spec.calendars ?? [];
    return { ...others, action: rest, spec: { calendars: [{ ...calendar, comment }] } } as never;
  });
}

test("one that does not say whose it is belongs to the database that has known its id, and to no other", async () => {
  const { first, second } = await twoTargets();
  for (const comment of [`actdef ${"0".repeat(64)} @hourly`, ""]) {
    await withoutOwner(first, comment);
    await listed(first.id(), new RegExp(`^${comment}$`));
    expectRefusal(await second.run({ args: ["--claim-database"] }), first.id(), "does not say whose it is");
    expect(outcomes(await first.sync())).toEqual({ sweep: "unchanged/updated" });
    expect((await first.describe()).spec.calendars?.[0]?.comment).toMatch(
      /^actdef [0-9a-f]{64} [0-9a-f]{12}\.[0-9a-f]{8} /,
    );
  }
});
