import { afterAll, beforeAll, expect, test } from "vitest";
import { buildActivity } from "../../src/model/build-activity.ts";
import { parseCron } from "../../src/schedule/cron.ts";
import { nextFires } from "../../src/schedule/fires.ts";
import { SyncLab, type SyncPlace } from "./sync-lab.ts";

const CRONS = [
  "* * * * *",
  "*/15 * * * *",
  "7-59/20 3,4,22-23 * * *",
  "0 0 29 2 *",
  "30 6 1,15 * *",
  "0 12 * * 0",
  "0 12 * * MON-FRI",
  "5 4 * JAN,JUL 6",
  "0 0 31 * *",
  "@weekly",
];
const WINDOW = { cron: "0 0 * * *", starts_at: "2030-01-01T00:00:00Z", ends_at: "2030-01-03T00:00:00Z" };
const FRACTIONS = { cron: "0 0 * * *", starts_at: "2030-01-01T00:00:00.5Z", ends_at: "2030-01-03T23:59:59.5Z" };

let lab: SyncLab;
let place: SyncPlace;
beforeAll(async () => {
  lab = await SyncLab.start();
  place = await lab.place();
  const scheduled = (name: string, schedule: object) =>
    place.activity(name, { schedule: buildActivity({ schedule }).schedule });
  await place.claim(
    ...CRONS.map((cron, index) => scheduled(`cron-${index}`, { cron })),
    scheduled("window", WINDOW),
    scheduled("fractions", FRACTIONS),
    scheduled("jitter", { cron: "0 * * * *", jitter_seconds: 90 }),
  );
});
afterAll(() => lab?.stop());

test.each(CRONS.map((cron, index) => [cron, `cron-${index}`] as const))(
  "Temporal fires by %s when the compiler says so",
  async (text, name) => {
    const { cron } = parseCron(text);
    if (!cron) throw new Error(`not a cron: ${text}`);
    const [first = new Date(0), ...others] = (await place.describe(name)).info.nextActionTimes;
    expect(others.length).toBeGreaterThan(3);
    expect(nextFires(cron, new Date(first.getTime() - 1), 1)).toEqual([first]);
    expect(others).toEqual(nextFires(cron, first, others.length));
  },
);

test("both ends of the time in which it fires are included", async () => {
  const fires = async (name: string) =>
    (await place.describe(name)).info.nextActionTimes.map((it) => it.toISOString().slice(0, 10));
  expect(await fires("window")).toEqual(["2030-01-01", "2030-01-02", "2030-01-03"]);
  expect(await fires("fractions")).toEqual(["2030-01-02", "2030-01-03"]);
});

test("the jitter is that of the definition", async () => {
  expect((await place.describe("jitter")).spec.jitter).toBe(90_000);
});

test("nothing of what Temporal makes of a schedule is taken for a change by hand", async () => {
  const { activities } = await place.sync();
  expect(activities.filter(({ schedule }) => schedule !== "unchanged")).toEqual([]);
});
