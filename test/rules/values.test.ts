import { describe, expect, test } from "vitest";
import { codesOf, judge, made } from "./made.ts";

/** The help for a field's value, and what a fix would write. */
function adviceFor(fields: Parameters<typeof made>[0]) {
  const [found, ...others] = judge([made(fields)]);
  expect(others).toEqual([]);
  return [found?.code, found?.help, found?.fix?.[0]?.text];
}

const whole = (seconds: number) => [`write ${seconds}: durations are whole seconds`, `${seconds}`] as const;
const base60 = "write the whole number of seconds: YAML 1.1 reads a colon as base 60, YAML 1.2 as text";

describe("a value of another type", () => {
  test.each([
    ["yes", "write true: YAML 1.2 reads yes as text", "true"],
    ["Y", "write true: YAML 1.2 reads Y as text", "true"],
    ["on", "write true: YAML 1.2 reads on as text", "true"],
    ["No", "write false: YAML 1.2 reads No as text", "false"],
    ["off", "write false: YAML 1.2 reads off as text", "false"],
    ["TRUE", "write true without quotes", "true"],
    ["false", "write false without quotes", "false"],
    ...["eyes", "yesterday", "kino", "nobody", "untrue", "falsehood"].map((word) => [word, undefined, undefined]),
  ])("enabled: %j", (enabled, help, fix) => {
    expect(adviceFor({ enabled })).toEqual(["wrong-type", help, fix]);
  });

  test.each<readonly [unknown, string | undefined, string | undefined]>([
    ["300", "write 300 without quotes", "300"],
    ["1_000", "write 1000: only plain decimal digits are a number", "1000"],
    // Octal to some, decimal to others.
    ["03", "write the number in plain decimal digits", undefined],
    ["0300", "write the number in plain decimal digits", undefined],
    ["5:00", base60, undefined],
    ["12:30", base60, undefined],
    ["300s", ...whole(300)],
    ["1 second", ...whole(1)],
    ["10 m", ...whole(600)],
    ["5 min", ...whole(300)],
    ["1 minute", ...whole(60)],
    ["10 minutes", ...whole(600)],
    ["1h", ...whole(3600)],
    ["1 hour", ...whole(3600)],
    ["2 hours", ...whole(7200)],
    [1.5, "write a whole number", undefined],
    ...["x07", "07x", "12:300", "a5:00", "in 5 min", "5 minutes or so", "1.5"].map(
      (it) => [it, undefined, undefined] as const,
    ),
    [true, undefined, undefined],
  ])("max_seconds: %j", (max_seconds, help, fix) => {
    expect(adviceFor({ max_seconds })).toEqual(["wrong-type", help, fix]);
  });

  test.each([
    ["1.5", "write 1.5 without quotes", "1.5"],
    ["12.25", "write 12.25 without quotes", "12.25"],
    ["1.5x", undefined, undefined],
    ["x1.5", undefined, undefined],
    ["5 min", undefined, undefined],
  ])("backoff_factor: %j", (backoff_factor, help, fix) => {
    expect(adviceFor({ retry: { max_attempts: 2, backoff_factor } })).toEqual(["wrong-type", help, fix]);
  });

  test("is put in quotes where that gives what its field takes", () => {
    expect([5, true, 1.5].map((title) => adviceFor({ title })[2])).toEqual(['"5"', '"true"', '"1.5"']);
    // A number is no UUID and no day, in quotes or not.
    expect([adviceFor({ uuid: 7 })[2], adviceFor({ created: 2026 })[2]]).toEqual([undefined, undefined]);
  });

  test.each([
    [null, "this is empty"],
    [[], "this is a list"],
    [{}, "this is a map"],
    [5, "5 is a number"],
    [true, "true is true or false"],
  ])("is called what it is: %j", (title, words) => {
    const [found] = judge([made({ title })]);
    expect(found?.message).toBe(`${words}, where title takes text that is not blank`);
  });

  test("is no cron expression to complain of", () => {
    expect(codesOf(judge([made({ schedule: { cron: 5 } })]))).toEqual(["wrong-type"]);
    expect(codesOf(judge([made({ schedule: { cron: ["* * * * *"] } })]))).toEqual(["wrong-type"]);
  });
});

describe("a value that is not a choice", () => {
  test.each([
    ["fire-once", "fire_once"],
    ["FireOnce", "fire_once"],
    ["fire onc", "fire_once"],
    ["skp", "skip"],
  ])("%s surely means %s", (misfire_policy, choice) => {
    expect(adviceFor({ misfire_policy })).toEqual(["wrong-value", `write ${choice}`, choice]);
  });

  test.each(["fire", "never", "x".repeat(101)])("%s may mean anything", (misfire_policy) => {
    expect(adviceFor({ misfire_policy })).toEqual(["wrong-value", undefined, undefined]);
  });

  test("is quoted up to 60 characters", () => {
    const messages = [60, 61].map((length) => judge([made({ misfire_policy: "x".repeat(length) })])[0]?.message);
    const cut = "x".repeat(60);
    const expected = "is not one of skip, fire_once or fire_all";
    expect(messages).toEqual([`"${cut}" ${expected}`, `"${cut}…" ${expected}`]);
  });
});

describe("base_url_env", () => {
  const codeOf = (base_url_env: string) => codesOf(judge([made({ invoke: { base_url_env } })]));

  test.each(["https://x", "reports.example.com", "a.b", "localhost", "LocalHost/x", "R:8000"])(
    "%s is an address",
    (it) => {
      expect(codeOf(it)).toEqual(["literal-host"]);
    },
  );

  test.each(["mylocalhost", "localhost_url", "R:80a", "a:b", "x y.z", "reports_url", "a."])(
    "%s is just no name",
    (it) => {
      expect(codeOf(it)).toEqual(["wrong-format"]);
    },
  );
});

describe("what follows from a more telling mistake is not said", () => {
  const mistakes = { nonsense: 1, max_seconds: "x" };

  test("of a document for a newer compiler", () => {
    expect(codesOf(judge([made({ ...mistakes, schema_version: 2 })]))).toEqual(["newer-schema"]);
  });

  test.each([0, "2", true])("schema_version %j is no newer one", (schema_version) => {
    const codes = codesOf(judge([made({ ...mistakes, schema_version })]));
    expect(codes).toEqual(["wrong-value", "wrong-type", "unknown-field"]);
  });

  test("of a shell command, in its own map only", () => {
    const shell = made({ max_seconds: "x", invoke: { kind: "shell", path: 5, extra: 1 } });
    expect(codesOf(judge([shell]))).toEqual(["wrong-type", "shell-invoke"]);
  });
});

describe("an unknown field", () => {
  test.each([
    [{ cron: "0 0 * * *" }, "move it to schedule.cron"],
    [{ kind: "http" }, "move it to invoke.kind"],
    [{ unit: 1 }, "known here: type, schema_version, id, uuid, title, owner, domain, repo, …"],
  ])("%j", (fields, help) => {
    expect(adviceFor(fields)).toEqual(["unknown-field", help, undefined]);
  });

  test("is quoted up to 60 characters", () => {
    const messages = [60, 61].map((length) => judge([made({ ["k".repeat(length)]: 1 })])[0]?.message);
    expect(messages).toEqual([`unknown field "${"k".repeat(60)}"`, `unknown field "${"k".repeat(60)}…"`]);
  });

  test("is not taken for one for which another stands as well", () => {
    const found = judge([made({ max_second: 3, maxseconds: 4 })]);
    expect(found.map(({ message }) => message)).toEqual(['unknown field "max_second"', 'unknown field "maxseconds"']);
  });
});

describe("an id", () => {
  const codesAt = (path: string, name: string) => codesOf(judge([{ ...made({}, name), path }]));

  test.each([
    ["activity-definitions/acme/report.md", "report", []],
    ["activity-definitions/acme/report.md", "other", ["id-path"]],
    ["activity-definitions/acme/old/report.md", "report", ["id-path"]],
    ["activity-definitions/acme/old/report.md", "old.report", []],
    // Directly in the folder, the namespace is free.
    ["activity-definitions/report.md", "report", []],
    ["activity-definitions/report.md", "other", ["id-path"]],
    ["activity-definitions/port.md", "report", ["id-path"]],
    ["elsewhere/any.md", "report", []],
  ])("in %s is acme.%s", (path, name, codes) => {
    expect(codesAt(path, name)).toEqual(codes);
  });
});
