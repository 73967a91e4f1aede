import { expect, test } from "vitest";
import { parseCron } from "../../src/schedule/cron.ts";
import { type CronProblemCode, cronProblems } from "../../src/schedule/cron-problems.ts";

/** Expressions with one problem each, by its code. */
const refused: Record<CronProblemCode, readonly string[]> = {
  "cron-field-count": [
    "",
    " \t",
    "*",
    "* * * *",
    "0 0 12 * * *",
    "0 0 12 * * ? 2026",
    "0 9, 17 * * *",
    "0 9 ,17 * * *",
    "0 0 9,17 * * *",
  ],
  "cron-two-day-fields": ["0 0 13 * 5", "0 0 */1 * MON", "0 0 1-31 * 0-6"],
  "cron-sunday-seven": [
    ...["0 0 * * 7", "0 0 * * 5-7", "0 0 * * 1-7", "0 0 * * 7-7", "0 0 * * 7-2", "0 0 * * FRI-7"],
    ...["0 0 * * 1-7/2", "0 0 * * 1-7/1", "0 0 * * 5-7/2", "0 0 * * 07"],
  ],
  "cron-start-step": [
    "5/15 * * * *",
    "0 8/4 * * *",
    "0 0 1/2 * *",
    "0/59 * * * *",
    "58/1 * * * *",
    "50/15 * * * *",
    "0 0 * * 1/2",
  ],
  "cron-nth-weekday": ["0 0 * * 5#2", "0 0 * * MON#1"],
  "cron-extension-letter": [
    ...["0 0 L * *", "0 0 L-3 * *", "0 0 LW * *", "0 0 15W * *", "0 0 * * 5L", "0 0 * * FRIL", "0 0 l * *"],
    ...["0 0 ? * MON", "0 0 1 * ?", "? * * * *", "H * * * *", "0 H(0-7)/2 * * *", "R * * * *"],
  ],
  "cron-step-too-large": [
    ...["*/61 * * * *", "*/60 * * * *", "0 */24 * * *", "0 0 */31 * *", "0 0 1 */12 *", "0 0 * * */7"],
    ...["1-5/10 * * * *", "5-5/1 * * * *", "*/0 * * * *", "*/00 * * * *"],
  ],
  "cron-descending-range": ["0 22-2 * * *", "0 0 * * FRI-MON", "0 0 * NOV-FEB *", "0 0 * * 6-0", "0 22-2/2 * * *"],
  "cron-name": [
    ...[
      "0 0 * January *",
      "0 0 * * Thurs",
      "0 0 * * Wendesday",
      "0 0 * Octobr *",
      "0 0 * Octtober *",
      "0 0 * JAM *",
      "0 0 * MAT *",
      "0 0 * M *",
      "0 0 * * XMN",
    ],
    ...["0 0 * MON *", "0 JAN * * *", "0 noon * * *"],
  ],
  "cron-time-zone-prefix": ["CRON_TZ=Europe/Madrid 0 0 * * *", "TZ=UTC 0 0 * * *", "CRON_TZ=Etc/UTC @daily"],
  "cron-every": [
    ...["@every 1m", "@every 15m", "@every 1h", "@every 2h", "@every 90m", "@every 120m", "@every 24h"],
    ...["@every 7m", "@every 90s", "@every 0m", "@Every 15m", "@every"],
  ],
  "cron-unknown-alias": ["@reboot", "@hourli", "@Hourly", "@midnight", "@annually", "@", "@every15m"],
  "cron-value-out-of-range": [
    ...["60 * * * *", "0 24 * * *", "0 0 0 * *", "0 0 32 * *", "0 0 * 0 *", "0 0 * 13 *", "0 0 * * 8"],
    `${"9".repeat(400)} * * * *`,
  ],
  "cron-syntax": [
    ...["5,,6 * * * *", ",5 * * * *", "5, * * * *", ", * * * *", "5- * * * *", "-5 * * * *", "*-5 * * * *"],
    ...["** * * * *", "1-2-3 * * * *", "*/ * * * *", "*/5/5 * * * *", "*/x * * * *", "5.5 * * * *", "5#2 * * * *"],
    ...["0 @daily * * *", "@daily 5", "0 0 * * 5 # on Fridays", "\u0663 * * * *", "1\u20135 * * * *"],
    ...["\u{1F600} * * * *", "\ud83d * * * *", "\u001b[31m * * * *", "0\u00a00 * * *", "0 0 *\r\n* *", "0 0 * * *\n"],
  ],
  "cron-leading-zero": ["05 * * * *", "00 0 * * *", "0 0 1-007 * *", "*/05 * * * *"],
};

/** Expressions with more than one problem. */
const refusedTwice = [
  ...["05/15 * * * *", "5/60 * * * *", "5/0 * * * *", "60/0 * * * *", "022-02 * * * *", "22-2/0 * * * *"],
  ...[
    "0 0 * * 7/2",
    "0 0 * * 1-7/9",
    "0 0 * * 5-7/0",
    "0 0 * October-January *",
    "0 0 L * FRI",
    "0 0 1/31 * *",
    "0 0 ? * 5-7",
  ],
  ...["CRON_TZ=UTC", "# only a comment", "@daily # at midnight\n"],
];

/** A problem as text: where it is, and everything that it says. */
function transcribe(text: string): string {
  const { problems } = parseCron(text);
  const lines = problems.flatMap(({ code, start, end, message, help, replacement }) => [
    `  ${cronProblems[code].severity}[${code}] at ${start}-${end} ${show(text.slice(start, end))}: ${message}`,
    `  help: ${help}`,
    ...(replacement === undefined ? [] : [`  replacement: ${show(replacement)}`]),
  ]);
  return [show(text), ...lines, ""].join("\n");
}

/** Quoted, cut to a readable length, in plain ASCII. */
function show(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}...` : text;
  return JSON.stringify(cut).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

test.each(Object.entries(refused))("%s is the only problem of each of its examples", (code, texts) => {
  for (const text of texts) {
    const { problems } = parseCron(text);
    expect(
      problems.map((problem) => problem.code),
      show(text),
    ).toEqual([code]);
  }
});

test("every problem says what is wrong, where, and what to write instead", async () => {
  const transcript = [...Object.values(refused).flat(), ...refusedTwice].map(transcribe).join("\n");
  await expect(transcript).toMatchFileSnapshot("refusals.out");
});

test.each(Object.entries(cronProblems))("%s refuses the expression if it is an error, and only then", (code, info) => {
  const examples = Object.entries(refused).flatMap(([key, texts]) => (key === code ? texts : []));
  for (const text of examples) {
    expect(parseCron(text).cron === undefined, show(text)).toBe(info.severity === "error");
  }
});

test("every problem of an expression is found", () => {
  for (const text of refusedTwice) expect(parseCron(text).problems.length, show(text)).toBeGreaterThan(1);
});

test("every replacement is accepted as it stands", () => {
  const texts = [...Object.values(refused).flat(), ...refusedTwice];
  const problems = texts.flatMap((text) => parseCron(text).problems);
  const replacements = problems.flatMap((problem) => problem.replacement ?? []);
  expect(replacements.length).toBeGreaterThan(30);
  for (const replacement of replacements) expect(parseCron(replacement).problems, replacement).toEqual([]);
});
