import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cron, parseCron } from "../../src/schedule/cron.ts";
import { nextFires } from "../../src/schedule/fires.ts";
import { toOnCalendar } from "../../src/schedule/on-calendar.ts";
import { portableCron } from "./portable-cron.ts";

const ITERATIONS = 200;
/** The last year in which systemd finds a fire. */
const LAST_YEAR = 2199;
const isSystemdThere = spawnSync("systemd-analyze", ["--version"]).status === 0;

function parse(text: string): Cron {
  const { cron } = parseCron(text);
  if (cron === undefined) throw new Error(`not a cron: ${text}`);
  return cron;
}

/** When systemd says that each of some calendar expressions elapses next, as ISO 8601 times. */
function elapses(calendars: readonly string[], after: Date): string[][] {
  const base = after.toISOString().slice(0, 19).replace("T", " ");
  const options = ["calendar", `--iterations=${ITERATIONS}`, `--base-time=${base} UTC`];
  const { stdout, stderr, status } = spawnSync("systemd-analyze", [...options, "--", ...calendars], {
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
    maxBuffer: 1 << 28,
  });
  expect(status, stderr).toBe(0);
  const blocks = stdout.split("Normalized form:").slice(1);
  return blocks.map((block) =>
    Array.from(block.matchAll(/(?:elapse|#\d+): \w+ (\S+) (\S+) UTC/g), ([, date, time]) => `${date}T${time}.000Z`),
  );
}

test.each([
  ["*/15 * * * *", "*-*-* *:00,15,30,45:00 UTC"],
  ["30 2 * * MON-FRI", "Mon,Tue,Wed,Thu,Fri *-*-* 02:30:00 UTC"],
  ["0 22 1-3 JAN,DEC *", "*-01,12-01,02,03 22:00:00 UTC"],
  ["@weekly", "Sun *-*-* 00:00:00 UTC"],
])("%s is %s", (text, calendar) => {
  expect(toOnCalendar(parse(text))).toBe(calendar);
});

test(`systemd fires when nextFires says so, ${ITERATIONS} times`, ({ skip }) => {
  skip(!isSystemdThere, "systemd-analyze is not installed");
  const after = new Date("2026-02-11T13:37:42Z");
  const crons = fc.sample(portableCron, { seed: 11, numRuns: 400 }).map(({ text }) => parse(text));
  const extremes = ["0 0 29 2 *", "0 0 30 2 *", "0 0 * * SUN-SAT", "59 23 31 12 *"].map(parse);
  const all = [...extremes, ...crons];
  const theirs = elapses(all.map(toOnCalendar), after);
  const ours = all.map((cron) =>
    nextFires(cron, after, ITERATIONS)
      .filter((fire) => fire.getUTCFullYear() <= LAST_YEAR)
      .map((fire) => fire.toISOString()),
  );
  expect(ours.filter((fires) => fires.length === ITERATIONS).length).toBeGreaterThan(300);
  expect(theirs).toEqual(ours);
});
