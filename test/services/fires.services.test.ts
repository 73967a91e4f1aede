import type { Client } from "@temporalio/client";
import fc from "fast-check";
import pLimit from "p-limit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../src/compile.ts";
import type { CalendarRange, Schedule } from "../../src/model/activity.ts";
import { parseCron } from "../../src/schedule/cron.ts";
import { nextFires } from "../../src/schedule/fires.ts";
import { decodeSource } from "../../src/source/source-file.ts";
import { portableCron } from "../schedule/portable-cron.ts";
import { startTemporal, type Temporal } from "./start-temporal.ts";

const EXPRESSIONS = 300;
/** Temporal says no more. */
const FIRES_TOLD = 10;
/** In the future, so that no fire passes while the test runs. */
const STARTS_AT = "2031-02-11T13:30:00Z";
const ENDS_AT = "2031-02-11T18:00:00Z";

let temporal: Temporal;
beforeAll(async () => {
  temporal = await startTemporal();
});
afterAll(() => temporal?.remove());

/** The schedule of a definition, as it is compiled. */
function compiledSchedule(cron: string): Schedule {
  const text = `---
type: activity-definition
schema_version: 1
id: acme.report
uuid: ddcf61ef-d7fb-4eb6-890a-d205c59b3243
title: Report
owner: sales
enabled: false
schedule: { cron: ${JSON.stringify(cron)} }
misfire_policy: fire_once
max_seconds: 1
on_failure: escalate
invoke: { kind: http, method: POST, base_url_env: REPORTS_URL, path: /reports, idempotent: true }
---
`;
  const file = decodeSource("activity-definitions/acme/report.md", Buffer.from(text));
  const [definition] = compile({ definitions: [file], targets: [], isWholeProject: false }).definitions;
  if (!definition) throw new Error(`not compiled: ${cron}`);
  return definition.activity.schedule;
}

const MONTHS = [
  ...(["JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY"] as const),
  ...(["AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"] as const),
];
const WEEKDAYS = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"] as const;

/** Ranges as the client takes them: of months and weekdays by their names. */
function named<T>(ranges: readonly CalendarRange[], nameOf: (value: number) => T | undefined) {
  return ranges.flatMap(({ start, end, step }) => {
    const [first, last] = [nameOf(start), nameOf(end)];
    return first === undefined || last === undefined ? [] : [{ start: first, end: last, step }];
  });
}

/** What Temporal says of the next fires of a schedule, as ISO 8601 times. */
async function theirs(client: Client, scheduleId: string, cron: string, endsAt?: string): Promise<string[]> {
  const { calendar } = compiledSchedule(cron);
  const number = (value: number) => value;
  const schedule = await client.schedule.create({
    scheduleId,
    spec: {
      calendars: [
        {
          second: 0,
          minute: named(calendar.minute, number),
          hour: named(calendar.hour, number),
          dayOfMonth: named(calendar.day_of_month, number),
          month: named(calendar.month, (month) => MONTHS[month - 1]),
          dayOfWeek: named(calendar.day_of_week, (weekday) => WEEKDAYS[weekday]),
        },
      ],
      startAt: new Date(STARTS_AT),
      ...(endsAt === undefined ? {} : { endAt: new Date(endsAt) }),
      timezone: "UTC",
    },
    action: { type: "startWorkflow", workflowType: "none", taskQueue: "none" },
    state: { paused: true },
  });
  const { info } = await schedule.describe();
  return info.nextActionTimes.map((fire) => fire.toISOString());
}

function ours(cron: string, endsAt?: string): string[] {
  const parsed = parseCron(cron).cron;
  if (!parsed) throw new Error(`not a cron: ${cron}`);
  const window = { startsAt: new Date(STARTS_AT), ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt) }) };
  return nextFires(parsed, new Date(0), FIRES_TOLD, window).map((fire) => fire.toISOString());
}

describe("Temporal fires when nextFires says so", () => {
  const crons = fc.sample(portableCron, { seed: 23, numRuns: EXPRESSIONS }).map(({ text }) => text);

  test(`of ${EXPRESSIONS} compiled schedules, from the first instant on`, async () => {
    const client = await temporal.client();
    const limit = pLimit(8);
    const told = await Promise.all(
      crons.map((cron, index) => limit(async () => [cron, await theirs(client, `from-${index}`, cron)] as const)),
    );
    expect(told).toEqual(crons.map((cron) => [cron, ours(cron)]));
    expect(told.filter(([, fires]) => fires.length === FIRES_TOLD).length).toBeGreaterThan(EXPRESSIONS / 2);
  });

  test.each(["*/15 * * * *", "0 * * * *", "30 13 * * *", "0 18 * * *"])("up to the last: %s", async (cron) => {
    const name = `until-${cron.replaceAll(/\W/g, "-")}`;
    expect(await theirs(await temporal.client(), name, cron, ENDS_AT)).toEqual(ours(cron, ENDS_AT));
  });
});
