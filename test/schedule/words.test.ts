import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cron, parseCron } from "../../src/schedule/cron.ts";
import { cronInWords } from "../../src/schedule/words.ts";
import { portableCron } from "./portable-cron.ts";

function parse(text: string): Cron {
  const { cron } = parseCron(text);
  if (cron === undefined) throw new Error(`not a cron: ${text}`);
  return cron;
}

test.each([
  ["* * * * *", "every minute"],
  ["*/15 * * * *", "every 15 minutes"],
  ["0-45/15 * * * *", "every 15 minutes"],
  ["@hourly", "every hour"],
  ["@daily", "at 00:00"],
  ["30 2 * * MON-FRI", "at 02:30, Monday through Friday"],
  ["0 9,17 * * *", "at 09:00 and 17:00"],
  ["0 */6 * * *", "on the hour, every 6 hours"],
  ["0-30 8-17 * * *", "minutes 0 through 30 past the hour, between 08:00 and 17:59"],
  ["0 0 29 2 *", "at 00:00, on day 29 of the month, only in February"],
  ["0 0 1 */3 *", "at 00:00, on day 1 of the month, only in January, April, July, and October"],
  ["0 0 * * */2", "at 00:00, only on Sunday, Tuesday, Thursday, and Saturday"],
  ["0 0 1-5,*/15 * *", "at 00:00, on day 1 through 5, 16, and 31 of the month"],
])("%s is %s", (text, words) => {
  expect(cronInWords(parse(text))).toBe(words);
});

test.each([
  ["5-59/15 * * * *", "at 5, 20, 35, and 50 minutes past the hour"],
  ["*/10,5 * * * *", "at 0, 5, 10, 20, 30, 40, and 50 minutes past the hour"],
  ["*/25 * * * *", "at 0, 25, and 50 minutes past the hour"],
  ["*/7 * * * *", "every 7 minutes, minutes 0 through 56 past the hour"],
  ["1-59/2 * * * *", "every 2 minutes, minutes 1 through 59 past the hour"],
  ["0 1-21/4 * * *", "at 01:00, 05:00, 09:00, 13:00, 17:00 and 21:00"],
  ["30 */5 * * *", "at 00:30, 05:30, 10:30, 15:30 and 20:30"],
])("a step that is not even, %s, is not said to be: %s", (text, words) => {
  expect(cronInWords(parse(text))).toBe(words);
});

test("a field that matches every value is not mentioned, however it is written", () => {
  for (const text of ["0-59 * * * *", "*,5 * * * *", "*/1 0-23 1-31 */1 *", "* * * * SUN-SAT"]) {
    expect(cronInWords(parse(text)), text).toBe("every minute");
  }
});

test("any expression of the dialect is a phrase without cron in it", () => {
  fc.assert(
    fc.property(portableCron, ({ text }) => {
      expect(cronInWords(parse(text))).toMatch(/^[a-z][A-Za-z0-9:, ]*[a-z0-9]$/);
      expect(cronInWords(parse(text))).not.toMatch(/undefined|null|NaN|[0-9]:[0-9]{3}/);
    }),
    { seed: 10, numRuns: 2000 },
  );
});
