import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { outcomes, SyncLab, type SyncPlace, type SyncProxies } from "./sync-lab.ts";
import type { TcpProxy } from "./tcp-proxy.ts";

let lab: SyncLab;
let proxies: SyncProxies;
let place: SyncPlace;
let generation = 0;
beforeAll(async () => {
  lab = await SyncLab.start();
  proxies = await lab.proxies();
  place = await lab.place();
  compileNext();
  await place.sync(["--claim-database"]);
});
afterEach(() => proxies.clear());
afterAll(async () => {
  await proxies?.stop();
  await lab?.stop();
});

/** One activity that changes and is enabled or paused in turn, a new one each time, and the one before is gone. */
function compileNext(): void {
  generation++;
  const changing = place.activity("changing", { title: `Generation ${generation}`, enabled: generation % 2 === 0 });
  place.compile(changing, place.activity(`new-${generation}`));
}

/** A run through the proxies that is killed when one of them has seen so many answers. */
function killedRun(of: SyncPlace, at: { readonly proxy: TcpProxy; readonly answer: number }, args: string[] = []) {
  let pid = -1;
  at.proxy.onAnswer = (nth) => {
    if (nth === at.answer) process.kill(pid, "SIGKILL");
  };
  const onStart = (started: number) => {
    pid = started;
  };
  return of.run({ args, env: proxies.env(of), onStart });
}

/** Answers of Postgres and of Temporal to a sync of `compileNext`, and to a first sync that claims the database. */
const CHANGE = { postgres: 14, temporal: 9 };
const CLAIM = { postgres: 15, temporal: 3 };
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function expectConverged(): Promise<void> {
  const rows = await place.query(
    "select id, enabled, retired_at is not null as retired from actdef.activity_definitions order by id",
  );
  const news = upTo(generation).map((it) => ({ id: place.id(`new-${it}`), enabled: false, retired: it < generation }));
  const byId = (a: { id: unknown }, b: { id: unknown }) => (String(a.id) < String(b.id) ? -1 : 1);
  const enabled = generation % 2 === 0;
  expect([...rows].sort(byId as never)).toEqual(
    [...news, { id: place.id("changing"), enabled, retired: false }].sort(byId),
  );
  // Nothing is done twice, however often it is begun.
  const [{ versions } = {}] = await place.query(
    "select max(count)::int as versions from (select count(*) from actdef.activity_definition_versions where action <> 'updated' group by uuid, action) c",
  );
  expect(versions).toBe(1);
  expect(await place.query("select count(*)::int from actdef.projections")).toEqual([{ count: generation }]);
  const changing = await place.describe("changing");
  expect(changing.state.paused).toBe(!enabled);
  expect(changing.action.args?.[0]).toMatchObject({ title: `Generation ${generation}` });
  expect((await place.describe(`new-${generation}`)).state.paused).toBe(true);
  if (generation > 1)
    expect((await place.describe(`new-${generation - 1}`)).spec.calendars?.[0]?.comment).toMatch(/^actdef retired /);
}

test.each([
  ...upTo(CHANGE.postgres).map((nth) => ["Postgres", nth] as const),
  ...upTo(CHANGE.temporal).map((nth) => ["Temporal", nth] as const),
])("killed when %s has answered for the %ith time, and run again, it converges", async (server, nth) => {
  compileNext();
  const killed = await killedRun(place, {
    proxy: server === "Postgres" ? proxies.postgres : proxies.temporal,
    answer: nth,
  });
  expect(killed.code, killed.stderr).toBeNull();
  proxies.clear();
  await place.sync();
  await expectConverged();
  expect(Object.values(outcomes(await place.sync()))).toEqual(["unchanged/unchanged", "unchanged/unchanged"]);
});

test("there are no more answers than those", async () => {
  compileNext();
  const { code, stderr } = await place.run({ env: proxies.env(place) });
  expect(code, stderr).toBe(0);
  expect({ postgres: proxies.postgres.answers, temporal: proxies.temporal.answers }).toEqual(CHANGE);
  await expectConverged();
});

test.each([
  ...upTo(CLAIM.postgres).map((nth) => ["Postgres", nth] as const),
  ...upTo(CLAIM.temporal).map((nth) => ["Temporal", nth] as const),
])("a first sync, killed when %s has answered for the %ith time, is taken up by the next", async (server, nth) => {
  const fresh = await lab.place();
  fresh.compile(fresh.activity());
  const proxy = server === "Postgres" ? proxies.postgres : proxies.temporal;
  const killed = await killedRun(fresh, { proxy, answer: nth }, ["--claim-database"]);
  expect(killed.code, killed.stderr).toBeNull();
  await fresh.sync(["--claim-database"]);
  expect(await fresh.query("select version, action from actdef.activity_definition_versions")).toEqual([
    { version: 1, action: "created" },
  ]);
  expect(await fresh.query("select count(*)::int from actdef.projections")).toEqual([{ count: 1 }]);
  expect(outcomes(await fresh.sync())).toEqual({ sweep: "unchanged/unchanged" });
});

test("a first sync has no more answers than those", async () => {
  const fresh = await lab.place();
  fresh.compile(fresh.activity());
  const { code, stderr } = await fresh.run({ args: ["--claim-database"], env: proxies.env(fresh) });
  expect(code, stderr).toBe(0);
  expect({ postgres: proxies.postgres.answers, temporal: proxies.temporal.answers }).toEqual(CLAIM);
});
