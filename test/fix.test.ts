import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyse, type Sources } from "../src/compile.ts";
import { applyEdits, editsOf } from "../src/fix/edits.ts";
import type { FixedFile } from "../src/fix/fix-file.ts";
import { fixSources } from "../src/fix/fix-sources.ts";
import { fixes } from "../src/fix/fixes.ts";
import { parseDefinition } from "../src/parse/parse-definition.ts";
import { catalogue } from "../src/rules/catalogue.ts";
import { decodeSource, type SourceFile } from "../src/source/source-file.ts";
import { analyseFor, fixtures, sourcesOf } from "./rules/fixture.ts";

const FOLDER = join(import.meta.dirname, "fix");
const PATH = "activity-definitions/acme/nightly-report.md";
const TODAY = "2026-06-25";
const cases = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const read = (name: string) => readFileSync(join(FOLDER, name), "utf8");
const original = (name: string) => read(join(name, "before.md"));
const target: SourceFile = decodeSource("k8s/targets/lab.yaml", readFileSync(join(FOLDER, "target.yaml")));
const definition = (text: string): SourceFile => ({ path: PATH, text });

/** A definition's text after its fixes, and what was done to it. */
function fixed(text: string, isWanted: (name: string) => boolean = () => true) {
  const sources = { definitions: [definition(text)], targets: [target], isWholeProject: true };
  let uuids = 0;
  const newUuid = () => `00000000-0000-4000-8000-${String(++uuids).padStart(12, "0")}`;
  const result = fixSources(sources, { today: TODAY, newUuid, isWanted, isInScope: ({ path }) => path === PATH });
  return { text: result.sources.definitions[0]?.text ?? "", done: result.fixed[0] };
}

const namesIn = (done: FixedFile | undefined) => done?.applied.map(({ name }) => name) ?? [];

function errorsOf(text: string) {
  const { diagnostics } = analyse({ definitions: [definition(text)], targets: [target], isWholeProject: false });
  return diagnostics.filter(({ severity, file }) => severity === "error" && file !== target);
}

describe.each(cases)("%s", (name) => {
  test("becomes exactly this", async () => {
    await expect(fixed(original(name)).text).toMatchFileSnapshot(join(FOLDER, name, "after.md"));
  });

  test("and then stays so", () => {
    const once = fixed(original(name)).text;
    expect(fixed(once).done).toBeUndefined();
  });
});

describe("the list of fixes", () => {
  test("holds every code for which a diagnostic offers a fix", () => {
    const offering = fixtures.flatMap((code) =>
      analyseFor(code, sourcesOf(code, "bad")).diagnostics.filter(({ fix }) => fix),
    );
    const missing = offering.map(({ code }) => code).filter((code) => !Object.hasOwn(fixes, code));
    expect([...new Set(missing)]).toEqual([]);
  });

  test("is named and described as the house does", () => {
    for (const [name, description] of Object.entries(fixes)) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("is covered by the cases", () => {
    const elsewhere = ["cron-step-too-large", "cron-syntax", "unknown-bridge"];
    const seen = new Set([...elsewhere, ...cases.flatMap((name) => namesIn(fixed(original(name)).done))]);
    expect(Object.keys(fixes).filter((name) => !seen.has(name as keyof typeof fixes))).toEqual([]);
    const known = new Set<string>(catalogue.map(({ code }) => code));
    expect(elsewhere.filter((code) => !known.has(code))).toEqual([]);
  });
});

describe("the bad files of every other test", () => {
  const request = { today: TODAY, newUuid: () => "00000000-0000-4000-8000-000000000001" };
  const everything = { ...request, isWanted: () => true, isInScope: () => true };
  const errorsIn = (sources: Sources) =>
    analyse(sources).diagnostics.filter(({ severity }) => severity === "error").length;

  test.each(fixtures)("%s: no more errors than before, and nothing to fix again", (code) => {
    const sources = sourcesOf(code, "bad");
    const once = fixSources(sources, everything);
    expect(fixSources(once.sources, everything).fixed).toEqual([]);
    expect(errorsIn(once.sources)).toBeLessThanOrEqual(errorsIn(sources));
  });

  const folder = join(import.meta.dirname, "parse");
  test.each(readdirSync(folder).filter((name) => name.endsWith(".md")))("%s: nothing to fix again", (name) => {
    const once = fixed(readFileSync(join(folder, name), "utf8")).text;
    expect(fixed(once).done).toBeUndefined();
  });
});

test("only what is asked for is fixed", () => {
  const { text, done } = fixed(original("values"), (name) => name === "boolean-case");
  expect(namesIn(done)).toEqual(["boolean-case", "boolean-case"]);
  expect(text).toBe(original("values").replace("idempotent: True", "idempotent: true").replace("FALSE", "false"));
});

test("a fix is told at the line that it has in the file as it was", () => {
  const text = original("missing-fields").replace("enabled: false", "enabled: no");
  const told = fixed(text).done?.applied.find(({ name }) => name === "wrong-type");
  expect(text.slice(told?.offset, (told?.offset ?? 0) + 2)).toBe("no");
});

/** Slips that people make, each as something to look for and what stands there instead. */
const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/^type: .*\n/m, ""],
  [/^schema_version: .*\n/m, ""],
  [/^uuid: .*\n/m, ""],
  [/misfire_policy/, "misfire_polcy"],
  [/max_seconds: 600/, "max_seconds: '600'"],
  [/max_seconds: 600/, "max_seconds: 600s # ten minutes"],
  [/max_seconds: 600/, 'max_seconds: "0"'],
  [/method: POST/, 'method: "post"'],
  [/enabled: false/, "enabled: no # not yet"],
  [/enabled: false/, "enabled: FALSE"],
  [/"30 2 \* \* \*"/, "*/15 * * * *   # often"],
  [/"30 2 \* \* \*"/, "@daily"],
  [/"30 2 \* \* \*"/, "'05  5/6 * January FRI-MON' # odd"],
  [/"30 2 \* \* \*"/, "|\n    05 2 * * *\n"],
  [/title: .*/, 'title: "the Midnight  count" # old'],
  [/title: .*/, "title: 007"],
  [/owner: .*/, "owner: [a, b]"],
  [/base_url_env: .*/, "base_url_env: LOST_URL"],
  [/path: .*/, "path: /a\nretyr: { max_attempts: 2s }"],
  [/on_failure: .*/, "on_failure: &policy Escalate\ndescription: *policy"],
  [/## Purpose/, "## Purpose\n\nNot the midnight count\tbut 😀 `midnight count`."],
  [/owner: .*/, "owner: warehouse\nupdated: 2025-01-01 # then\ncreated: 2026-01-01"],
  [/\n---\n\n/, "\n--- \n\n"],
  [/kind: http/, "kind: [http"],
];

const slipped = fc
  .record({
    slips: fc.shuffledSubarray([...SLIPS], { maxLength: 8 }),
    lineBreak: fc.constantFrom("\n", "\r\n"),
    mark: fc.constantFrom("", "\uFEFF"),
  })
  .map(({ slips, lineBreak, mark }) => {
    const text = slips.reduce((at, [pattern, slip]) => at.replace(pattern, () => slip), original("nothing-to-do"));
    return mark + text.replaceAll("\n", lineBreak);
  });

const ruleCodes = new Set<string>(catalogue.filter(({ stage }) => stage === "rules").map(({ code }) => code));

const comments = (text: string) => text.match(/#(?!#)[^\r\n]*/g) ?? [];

describe("whatever slips come together", () => {
  const runs = { numRuns: 150 };

  test("a fixed text is not fixed again", () => {
    fc.assert(
      fc.property(slipped, (text) => {
        const once = fixed(text).text;
        expect(fixed(once).text).toBe(once);
      }),
      runs,
    );
  });

  test("a file is not made worse: it parses if it did, and only what rules could not read before may come to light", () => {
    fc.assert(
      fc.property(slipped, (text) => {
        const parses = (it: string) => parseDefinition(definition(it)).value !== undefined;
        if (!parses(text)) return;
        const after = fixed(text).text;
        expect(parses(after)).toBe(true);
        const known = new Set(errorsOf(text).map(({ code }) => code));
        const added = errorsOf(after).filter(({ code }) => !known.has(code));
        expect(added.filter(({ code }) => !ruleCodes.has(code))).toEqual([]);
      }),
      runs,
    );
  });

  test("comments, line ends and the byte order mark are kept", () => {
    fc.assert(
      fc.property(slipped, (text) => {
        const after = fixed(text).text;
        expect(comments(after)).toEqual(comments(text));
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
        const lone = (it: string) => it.replaceAll("\r\n", "").match(/[\r\n]/g)?.length ?? 0;
        if (text.includes("\r\n")) expect(lone(after)).toBe(0);
        else expect(after).not.toContain("\r");
      }),
      runs,
    );
  });

  test("what stands outside of the edits is untouched", () => {
    fc.assert(
      fc.property(slipped, (text) => {
        const { text: after, done } = fixed(text);
        const applied = done?.applied ?? [];
        let at = text;
        for (const file of new Set(applied.map((it) => it.file))) {
          expect(file.text).toBe(at);
          const edits = editsOf(applied.filter((it) => it.file === file));
          // No edit reaches over the end of a line, where comments and the next field stand.
          expect(edits.filter(({ span }) => /[\r\n#]/.test(at.slice(span.start, span.end)))).toEqual([]);
          at = applyEdits(at, edits);
        }
        expect(at).toBe(after);
      }),
      runs,
    );
  });
});
