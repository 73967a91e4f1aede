import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import diagnosticsSchema from "../../schemas/diagnostics.schema.json" with { type: "json" };
import { renderCompact } from "../../src/diagnostics/compact.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderGithub } from "../../src/diagnostics/github.ts";
import { renderJson } from "../../src/diagnostics/json.ts";
import { renderJunit } from "../../src/diagnostics/junit.ts";
import { renderPretty } from "../../src/diagnostics/pretty.ts";
import type { ReportContext } from "../../src/diagnostics/render.ts";
import { renderSarif } from "../../src/diagnostics/sarif.ts";
import { catalogue } from "../../src/rules/catalogue.ts";
import { projectOf } from "./full-project.ts";
import { anyDefinition, anyTarget } from "./hostile-text.ts";
import { expectOrderly } from "./orderly.ts";
import { randomOf } from "./random.ts";
import { runs } from "./runs.ts";
import { malformedXml } from "./well-formed.ts";

const isValidJson = new Ajv2020({ strict: false }).compile(diagnosticsSchema);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Prints diagnostics in every format, and expects of each what its readers rely on. */
function expectPrintable(diagnostics: readonly Diagnostic[], context: ReportContext): void {
  expect(renderPretty(diagnostics, context)).not.toMatch(CONTROL);
  const compact = renderCompact(diagnostics, context);
  expect(compact).not.toMatch(CONTROL);
  expect(compact.split("\n")).toHaveLength(diagnostics.length + 1);

  expect(isValidJson(JSON.parse(renderJson(diagnostics, context)))).toBe(true);
  const sarif = JSON.parse(renderSarif(diagnostics, context));
  expect(sarif.runs[0].results).toHaveLength(diagnostics.length);
  for (const { locations } of sarif.runs[0].results) expectForward(locations[0].physicalLocation.region);

  expect(malformedXml(renderJunit(diagnostics, context))).toBeUndefined();
  const commands = renderGithub(diagnostics, context).split(/\r\n|\r|\n/);
  expect(commands.filter((line) => /^::(?:error|warning) /.test(line))).toHaveLength(diagnostics.length);
  expect(commands.filter((line) => !/^(?:::(?:error|warning) file=|::group::|::endgroup::|$)/.test(line))).toEqual([]);
}

function expectForward({ startLine, startColumn, endLine, endColumn }: Region): void {
  expect(Math.min(startLine, startColumn, endLine, endColumn)).toBeGreaterThan(0);
  expect(endLine > startLine || (endLine === startLine && endColumn >= startColumn)).toBe(true);
}

describe("whatever bytes a definition and a target have", () => {
  test("what is said lies within them, is the same again, and can be printed in every format", () => {
    const width = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(anyDefinition, anyTarget, width, (definition, target, columns) => {
        const sources = projectOf(definition, target);
        const diagnostics = expectOrderly(sources);
        expectPrintable(diagnostics, {
          showPath: ({ path }) => path,
          color: false,
          width: columns,
          tool: { version: "0.0.0", problems: catalogue },
          files: [...sources.definitions, ...sources.targets],
        });
      }),
      runs(300),
    );
  });

  test("10,000 files of random bytes, as they are or between two fences, are judged", () => {
    const random = randomOf(64);
    const fence = new TextEncoder().encode("---\n");
    for (let file = 0; file < runs(10_000).numRuns; file++) {
      const limit = random.pick([128, 256]);
      const bytes = Uint8Array.from({ length: random.below(200) }, () => random.below(limit));
      const definition = random.oneIn(2) ? bytes : Buffer.concat([fence, bytes, Buffer.from("\n"), fence]);
      const { definitions } = projectOf(definition);
      const diagnostics = expectOrderly({ definitions, targets: [], isWholeProject: false });
      expect(diagnostics.length).toBeGreaterThan(0);
    }
  });
});

describe("the judge of XML", () => {
  test.each(['<a><b c="&lt;"/>x &amp; y</a>', '<?xml version="1.0" encoding="UTF-8"?>\n<a></a>\n'])(
    "accepts %s",
    (text) => {
      expect(malformedXml(text)).toBeUndefined();
    },
  );

  test.each(["<a><b></a></b>", "<a>", "<a/>x", "<a/><b/>", "<a>&</a>", '<a b="<"/>', "<a>\0</a>", "<a>\ud800</a>", ""])(
    "refuses %j",
    (text) => {
      expect(malformedXml(text)).toBeDefined();
    },
  );
});
