import { describe, expect, test } from "vitest";
import type { SourceFile } from "../../src/source/source-file.ts";
import { codesOf, judge, made, TARGET } from "./made.ts";

/** A definition of which `uneven-gaps`, a warning, and `updated-before-created`, an error, are true; both may be ignored. */
const uneven = { schedule: { cron: "*/25 * * * *" } };
const both = { ...uneven, created: "2026-02-03", updated: "2026-02-02" };

/** The file with a comment above the line that begins with this field. */
function commented(file: SourceFile, field: string, comment: string): SourceFile {
  return { ...file, text: file.text.replace(new RegExp(`^( *)${field}:`, "m"), `$1# ${comment}\n$&`) };
}

describe("a comment", () => {
  const accepted = (field: string, comment: string, fields: Parameters<typeof made>[0] = uneven) =>
    codesOf(judge([commented(made(fields), field, comment)])).sort();

  test.each([
    ["cron", "actdef-ignore uneven-gaps: it may wait", []],
    // Not on the line below it.
    ["title", "actdef-ignore uneven-gaps: it may wait", ["ignore-unused", "uneven-gaps"]],
    ["title", "actdef-ignore-file uneven-gaps: it may wait", []],
    ["cron", "actdef-ignore uneven-gaps", ["ignore-reason", "uneven-gaps"]],
    ["cron", "actdef-ignore wide-grace: it may wait", ["ignore-unused", "uneven-gaps"]],
    ["cron", "actdef-ignore no-such-code: it may wait", ["ignore-code", "uneven-gaps"]],
  ])("above %s: %s", (field, comment, codes) => {
    expect(accepted(field, comment)).toEqual(codes);
  });

  test("accepts nothing that may not be ignored", () => {
    const comment = "actdef-ignore client-deadline: it may wait";
    const codes = accepted("timeout_seconds", comment, { invoke: { timeout_seconds: 300 } });
    expect(codes).toEqual(["client-deadline", "ignore-code"]);
  });

  test("is not called unused in a file with an error, which may hide the problem", () => {
    expect(accepted("title", "actdef-ignore wide-grace: it may wait", both)).toEqual([
      "uneven-gaps",
      "updated-before-created",
    ]);
  });

  test("accepts the problems of its own file only", () => {
    const files = [commented(made(uneven, "a"), "cron", "actdef-ignore uneven-gaps: it may wait"), made(uneven, "b")];
    const found = judge(files);
    expect(found.map(({ code, file }) => [code, file.path])).toEqual([
      ["uneven-gaps", "activity-definitions/acme/b.md"],
    ]);
  });
});

describe("the severities that a target asks for", () => {
  const asking = (severities: string) => `${TARGET}policy: { severities: ${severities} }\n`;
  const rated = (fields: Parameters<typeof made>[0], ...targets: readonly string[]) =>
    judge([made(fields)], { targets }).map(({ code, severity }) => `${severity}[${code}]`);

  test.each([
    ["{}", ["warning[uneven-gaps]", "error[updated-before-created]"]],
    ["{ uneven-gaps: error }", ["error[uneven-gaps]", "error[updated-before-created]"]],
    ["{ updated-before-created: warning }", ["warning[uneven-gaps]", "warning[updated-before-created]"]],
  ])("%s", (severities, expected) => {
    expect(rated(both, asking(severities))).toEqual(expected);
  });

  test("hold no error down that may not be ignored", () => {
    const late = { invoke: { timeout_seconds: 300 } };
    const codes = rated(late, asking("{ client-deadline: warning }"));
    expect(codes.sort()).toEqual(["error[client-deadline]", "error[severity-code]"]);
  });

  test("of two targets are the stricter ones", () => {
    const other = (severities: string) => asking(severities).replace("name: lab", "name: lab-2");
    expect(rated(uneven, asking("{}"), other("{ uneven-gaps: error }"))).toEqual(["error[uneven-gaps]"]);
    expect(rated(uneven, asking("{ uneven-gaps: error }"), other("{ uneven-gaps: warning }"))).toEqual([
      "error[uneven-gaps]",
    ]);
    const lowered = asking("{ updated-before-created: warning }");
    expect(rated({ created: "2026-02-03", updated: "2026-02-02" }, lowered, other("{}"))).toEqual([
      "error[updated-before-created]",
    ]);
  });
});
