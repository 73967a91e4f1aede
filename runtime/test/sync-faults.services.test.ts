import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { until } from "../../test/lab/until.ts";
import { outcomes, type Run, SyncLab, type SyncPlace, type SyncProxies } from "./sync-lab.ts";

const NOBODY = 65_534;

let lab: SyncLab;
let proxies: SyncProxies;
beforeAll(async () => {
  lab = await SyncLab.start();
  proxies = await lab.proxies();
});
afterEach(() => proxies.clear());
afterAll(async () => {
  await proxies?.stop();
  await lab?.stop();
});

/** It ended with 1: trying again may help. It said why in a sentence, on standard error and to Kubernetes. */
function expectFailure({ code, stdout, stderr, message }: Run, ...said: readonly string[]): void {
  expect(code, stderr + stdout).toBe(1);
  for (const part of said) expect(stderr).toContain(part);
  expect(stderr).toBe(`actcore-sync: ${message}\n`);
  expect(stderr).not.toContain("\n    at ");
}

const tablesOf = (place: SyncPlace) => place.query("select tablename from pg_tables where schemaname = 'actdef'");

/** Enough schedules that something can happen while they are made. */
const many = (place: SyncPlace) => Array.from({ length: 40 }, (_, index) => place.activity(`many-${index}`));

test("two runs at once: one waits for the other, and each definition is stored once", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  const args = ["--claim-database"];
  const runs = await Promise.all([place.run({ args }), place.run({ args })]);
  expect(runs.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(["0", "0"]);
  expect(await place.query("select version, action from actdef.activity_definition_versions")).toEqual([
    { version: 1, action: "created" },
  ]);
  expect(runs.map(({ stdout }) => stdout.includes('"action":"created"')).sort()).toEqual([false, true]);
});

test("a run that waits too long for another one names it", async () => {
  const place = await lab.place();
  await place.query(`alter role ${place.name} set lock_timeout = '500ms'`);
  place.compile(place.activity());
  let pid = -1;
  // Stopped when the lock was taken, and the client does not know it yet.
  proxies.postgres.onAnswer = (nth) => {
    if (nth === 3) process.kill(pid, "SIGSTOP");
  };
  const first = place.run({
    args: ["--claim-database"],
    env: proxies.env(place),
    onStart: (started) => {
      pid = started;
    },
  });
  await until("the lock", () => place.query("select 1 from pg_locks where locktype = 'advisory'").then((it) => it[0]));
  const second = await place.run({ args: ["--claim-database"] });
  expectFailure(
    second,
    "another run holds the lock of the database: actcore-sync-0123456789-a1",
    "nothing was written",
  );
  process.kill(pid, "SIGCONT");
  expect((await first).code).toBe(0);
});

test("a Postgres and a Temporal that do not come up are waited for, and then named; nothing is written", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  const nowhere = "127.0.0.1:1";
  const [postgres, temporal] = await Promise.all([
    place.run({ env: { DATABASE_URL: `postgres://role:s3cret@${nowhere}/${place.name}` } }),
    place.run({ args: ["--claim-database"], env: { TEMPORAL_ADDRESS: nowhere } }),
  ]);
  expect([postgres.code, temporal.code]).toEqual([1, 1]);
  expect(postgres.stderr).toContain("the database does not answer");
  expect(postgres.stderr).not.toContain("s3cret");
  expect(temporal.stderr).toContain(`Temporal at ${nowhere} does not answer while connecting`);
  expect(await tablesOf(place)).toEqual([]);
});

test("a Postgres that is just starting is waited for", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  await lab.postgres.stop();
  proxies.postgres.onConnection = (nth) => {
    if (nth === 2) lab.postgres.start();
  };
  const run = await place.run({ args: ["--claim-database"], env: proxies.env(place) });
  expect(run.code, run.stderr).toBe(0);
  expect(proxies.postgres.connections).toBeGreaterThan(1);
});

test.each([
  ["in its transaction", 10],
  ["at its commit, of which the run does not learn", 13],
])("a Postgres that is killed %s leaves all or nothing, and the next run converges", async (_when, answer) => {
  const place = await lab.place();
  place.compile(place.activity());
  proxies.postgres.onAnswer = async (nth) => {
    if (nth !== answer) return;
    await lab.postgres.stop("SIGQUIT");
    proxies.postgres.cut();
  };
  const args = ["--claim-database"];
  expectFailure(await place.run({ args, env: proxies.env(place) }), "the database does not answer", "run it again");
  await lab.postgres.start();
  expect(outcomes(await place.sync(args))).toMatchObject({ sweep: expect.stringMatching(/created$/) });
  expect(await place.query("select count(*)::int from actdef.projections")).toEqual([{ count: 1 }]);
});

test("a Postgres that goes while schedules are written takes the lock with it, so the run stops", async () => {
  const place = await lab.place();
  place.compile(...many(place));
  proxies.temporal.onAnswer = async (nth) => {
    if (nth === 5) await lab.postgres.stop("SIGQUIT");
  };
  const run = await place.run({ args: ["--claim-database"], env: proxies.env(place) });
  expect(run.stdout).toBe("the database is written\n");
  expect(run.stderr).toContain("the connection to the database was lost, and with it the lock");
  expect(run.code).toBe(1);
  await lab.postgres.start();
  proxies.clear();
  const result = outcomes(await place.sync());
  expect(Object.keys(result)).toHaveLength(40);
  expect(Object.values(result)).toContain("unchanged/created");
});

test("a read-only Postgres is named, and nothing is left", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  await place.query(`alter database ${place.name} set default_transaction_read_only = on`);
  expectFailure(await place.run({ args: ["--claim-database"] }), "the database is read-only", "nothing was written");
  await place.query(`begin read write; alter database ${place.name} reset default_transaction_read_only; commit`);
  expect(outcomes(await place.sync(["--claim-database"]))).toEqual({ sweep: "created/created" });
});

test("a full disk leaves nothing half written, and the next run converges once there is room", async () => {
  const disk = join(lab.folder, "disk");
  mkdirSync(disk);
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m,mode=777", "tmpfs", disk]);
  try {
    // Postgres is another user, and has to get there.
    execFileSync("chmod", ["755", lab.folder]);
    const folder = join(disk, "tablespace");
    mkdirSync(folder);
    chownSync(folder, NOBODY, NOBODY);
    const place = await lab.place();
    await lab.postgres.query(`create tablespace tiny location '${folder}'`);
    await lab.postgres.query(`alter database ${place.name} set tablespace tiny`);
    await place.claim(place.activity());
    await place.query("create table filler (t text)");
    const fill = () => place.query("insert into filler select repeat(md5(i::text), 20) from generate_series(1, 500) i");
    await until("a full disk", () =>
      fill().then(
        () => false,
        ({ code }) => code === "53100",
      ),
    );
    await until("not one block left", () =>
      place.query("insert into filler values (repeat('x', 1500))").then(
        () => false,
        () => true,
      ),
    );
    place.compile(...Array.from({ length: 200 }, (_, index) => place.activity(`full-${index}`)));
    const before = await place.trace("sweep");
    expectFailure(await place.run(), "the database has no room", "nothing was written");
    expect(await place.trace("sweep")).toEqual(before);
    await place.query("drop table filler; checkpoint");
    expect(Object.keys(outcomes(await place.sync()))).toHaveLength(201);
    await lab.postgres.query(`drop database ${place.name}`);
    await lab.postgres.query("drop tablespace tiny");
  } finally {
    execFileSync("umount", ["-l", disk]);
  }
});

test.each([
  ["missing", (file: string) => rmSync(file), "lacks a file"],
  ["cut", (file: string) => writeFileSync(file, readFileSync(file).subarray(0, -9)), "is cut"],
  [
    "changed",
    (file: string) => writeFileSync(file, readFileSync(file, "utf8").replace("codex", "other")),
    "was changed",
  ],
])("a definition that is %s in its shard is named, and nothing is written", async (_how, harm, said) => {
  const place = await lab.place();
  place.compile(place.activity());
  harm(join(place.mount, `${place.id()}.json`));
  expectFailure(
    await place.run({ args: ["--claim-database"] }),
    said,
    "shard actcore-definitions-",
    "nothing was written",
  );
  expect(await tablesOf(place)).toEqual([]);
});

test("a folder of definitions that is not there is named", async () => {
  const place = await lab.place();
  place.env.ACTCORE_INDEX_SHA256 = "0";
  expectFailure(await place.run(), place.mount, "ENOENT");
});

test("slow servers are borne", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  proxies.postgres.delayMs = 300;
  proxies.temporal.delayMs = 300;
  const run = await place.run({ args: ["--claim-database"], env: proxies.env(place) });
  expect(run.code, run.stderr).toBe(0);
});

test("a Temporal that is restarted while schedules are written is waited for", async () => {
  const place = await lab.place();
  place.compile(...many(place));
  proxies.temporal.onAnswer = async (nth) => {
    if (nth !== 5) return;
    await lab.temporal.stop("SIGKILL");
    await lab.temporal.start();
  };
  const run = await place.run({ args: ["--claim-database"], env: proxies.env(place) });
  expect(run.code, run.stderr).toBe(0);
  proxies.clear();
  expect(new Set(Object.values(outcomes(await place.sync())))).toEqual(new Set(["unchanged/unchanged"]));
});

test("a Temporal that stays away leaves the database written, says so, and the next run makes the rest", async () => {
  const place = await lab.place();
  place.compile(...many(place));
  proxies.temporal.onAnswer = async (nth) => {
    if (nth === 5) await lab.temporal.stop("SIGKILL");
  };
  const run = await place.run({ args: ["--claim-database"], env: proxies.env(place) });
  await lab.temporal.start();
  expect(run.code, run.stdout).toBe(1);
  expect(run.stderr).toMatch(/does not answer while creating the schedule .*; the database is written, and not all/);
  proxies.clear();
  const result = outcomes(await place.sync());
  expect(new Set(Object.values(result))).toEqual(new Set(["unchanged/unchanged", "unchanged/created"]));
});

test("a schedule that is paused by hand between our reading and our writing stays paused", async () => {
  const place = await lab.place();
  await place.claim(place.activity("sweep", { enabled: true }));
  place.compile(place.activity("sweep", { enabled: true, title: "Another" }));
  // Of Temporal: its greeting, the list, the description.
  proxies.temporal.onAnswer = async (nth) => {
    if (nth === 3) await place.handle().pause("just now");
  };
  const run = await place.run({ env: proxies.env(place) });
  expect(run.code, run.stderr).toBe(0);
  const { state, action } = await place.describe();
  expect(state).toMatchObject({ paused: true, note: "just now" });
  expect(action.args?.[0]).toMatchObject({ title: "Another" });
});

test("a schedule that is deleted by hand between our reading and our writing is made again", async () => {
  const place = await lab.place();
  await place.claim(place.activity());
  place.compile(place.activity("sweep", { title: "Another" }));
  proxies.temporal.onAnswer = async (nth) => {
    if (nth === 2) await place.handle().delete();
  };
  const run = await place.run({ env: proxies.env(place) });
  expect(run.code, run.stderr).toBe(0);
  expect((await place.describe()).action.args?.[0]).toMatchObject({ title: "Another" });
});

test("a run that is asked to stop says so", async () => {
  const place = await lab.place();
  place.compile(place.activity());
  let pid = -1;
  proxies.postgres.onAnswer = (nth) => {
    if (nth === 5) process.kill(pid, "SIGTERM");
  };
  const run = await place.run({
    env: proxies.env(place),
    args: ["--claim-database"],
    onStart: (started) => {
      pid = started;
    },
  });
  expectFailure(run, "stopped by SIGTERM; run it again");
});
