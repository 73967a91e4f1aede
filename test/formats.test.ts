import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { renderPretty } from "../src/diagnostics/pretty.ts";
import { ROOT, type Scratch, scratchProject } from "./transcript.ts";

const BROKEN =
  "sed -i 's/misfire_policy/misfire_polcy/; s/enabled: false/enabled: no/' activity-definitions/the-custodian/*.md; " +
  "sed -i 's/proxy_timeout_seconds: 360/proxy_timeout_seconds: 30/' k8s/targets/railiance01.yaml; ";

let scratch: Scratch;
beforeEach(() => {
  scratch = scratchProject();
});
afterEach(() => scratch.remove());

/** Standard output of `validate` in a format, over a project with three problems. */
const output = (format: string, prepare = BROKEN) =>
  scratch.run(`${prepare} actdef validate --format ${format} 2>/dev/null`).output;

interface SarifResult {
  readonly ruleId: string;
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly relatedLocations?: readonly unknown[];
}

const resultsOf = (sarif: string) => (JSON.parse(sarif) as { runs: [{ results: SarifResult[] }] }).runs[0].results;

describe("sarif", () => {
  test("is valid to the schema of SARIF 2.1.0, with problems and without", () => {
    const path = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
    addFormats.default(ajv);
    // Written for draft 4, of which it uses nothing that later drafts read differently.
    const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(path, "utf8"));
    const validate = ajv.compile(schema);
    for (const text of [output("sarif", ""), output("sarif")]) {
      validate(JSON.parse(text));
      expect(validate.errors).toBeNull();
    }
  });

  test("has a result a problem, and the target's line beside a broken time-out chain", () => {
    const results = resultsOf(output("sarif"));
    expect(results.map(({ ruleId }) => ruleId)).toEqual(["wrong-type", "unknown-field", "timeout-chain"]);
    expect(results[2]?.relatedLocations).toHaveLength(1);
  });

  test("fingerprints outlive a shift of lines, and tell two problems apart", () => {
    const before = resultsOf(output("sarif")).map((result) => result.partialFingerprints["actdefLine/v1"]);
    const shift = "sed -i 's/^type:/# a line more\\n\\ntype:/' activity-definitions/the-custodian/*.md;";
    const after = resultsOf(output("sarif", shift)).map((result) => result.partialFingerprints["actdefLine/v1"]);
    expect(after).toEqual(before);
    expect(new Set(before).size).toBe(3);
  });
});

test("json is valid to its own schema", () => {
  const schema = JSON.parse(readFileSync(join(ROOT, "schemas/diagnostics.schema.json"), "utf8"));
  const validate = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema);
  for (const text of [output("json", ""), output("json")]) {
    validate(JSON.parse(text));
    expect(validate.errors).toBeNull();
  }
});

test("the problem matcher finds every problem of the compact format", () => {
  const matcher = JSON.parse(readFileSync(join(ROOT, ".github/problem-matcher.json"), "utf8"));
  const pattern = new RegExp(matcher.problemMatcher[0].pattern[0].regexp);
  const lines = output("compact").trimEnd().split("\n");
  const found = lines.map((line) => pattern.exec(line)?.slice(1, 6));
  const file = "activity-definitions/the-custodian/state-hub-consistency-sweep.md";
  expect(found).toEqual([
    [file, "13", "10", "error", "wrong-type"],
    [file, "17", "1", "error", "unknown-field"],
    [file, "18", "14", "error", "timeout-chain"],
  ]);
});

describe("pretty", () => {
  const render = (text: string, token: string, width = 100) => {
    const start = text.indexOf(token);
    const file = { path: "x.md", text };
    const span = { start, end: start + token.length };
    const diagnostic = { code: "x", severity: "error" as const, message: "m", file, span };
    return renderPretty([diagnostic], { showPath: ({ path }) => path, color: false, width })
      .split("\n")
      .slice(2, 4);
  };

  test.each([
    ["a tab before", "a:\t\tbad", "a:        bad", "          ^^^"],
    ["wide characters before", "名前: bad", "名前: bad", "      ^^^"],
    ["an emoji of several code points before", "👩‍👩‍👧 bad", "👩‍👩‍👧 bad", "   ^^^"],
    ["combining marks before", "e\u0301e\u0301 bad", "e\u0301e\u0301 bad", "   ^^^"],
    ["wide characters marked", "a: 名前 x", "a: 名前 x", "   ^^^^"],
  ])("carets stand under the token: %s", (_, text, line, carets) => {
    const token = /bad|名前 x/.exec(text)?.[0].replace(" x", "") ?? "";
    expect(render(text, token)).toEqual([` 1 | ${line}`, `   | ${carets}`]);
  });

  test("a long line is cut to the width, around the token", () => {
    const [line = "", carets = ""] = render(`${"x".repeat(500)}bad${"y".repeat(500)}`, "bad", 60);
    expect(line.length).toBeLessThanOrEqual(60);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("bad");
  });

  test("control characters and reversing marks are made harmless", () => {
    const [line] = render("a: \u001b[31mred\u202e bad", "bad");
    expect(line).toBe(" 1 | a: \ufffd[31mred\ufffd bad");
  });
});

describe("colour", () => {
  const colored = (environment: string) => {
    const { output } = scratch.run(`${BROKEN} unset NO_COLOR; ${environment} actdef validate 2>/dev/null`);
    return output !== stripVTControlCharacters(output);
  };

  test("none where there is no terminal", () => expect(colored("")).toBe(false));
  test("none on a build server either", () => expect(colored("CI=true")).toBe(false));
  test("FORCE_COLOR asks for it", () => expect(colored("FORCE_COLOR=1")).toBe(true));
  test("NO_COLOR refuses it", () => expect(colored("NO_COLOR=1 FORCE_COLOR=1")).toBe(false));
  test("FORCE_COLOR=0 refuses it", () => expect(colored("FORCE_COLOR=0")).toBe(false));
});

test("in GitHub Actions problems become annotations by themselves", () => {
  expect(scratch.run(`${BROKEN} GITHUB_ACTIONS=true actdef validate 2>/dev/null`).output).toBe(output("github"));
});
