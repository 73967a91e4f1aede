import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Suites that call the mutated sources in their own process, quick ones first: a program that is spawned has no mutants. */
const SUITES = [
  "test/schedule/refusals.test.ts",
  "test/schedule/cron.test.ts",
  "test/rules.test.ts",
  "test/rules/local-address.test.ts",
  "test/rules/bounds.test.ts",
  "test/rules/values.test.ts",
  "test/rules/accept.test.ts",
  "test/rules/fleet.test.ts",
  "test/schedule/words.test.ts",
  "test/schedule/on-calendar.test.ts",
  "test/schedule/fires.test.ts",
  "test/schedule/gaps.test.ts",
  "test/fix.test.ts",
];

class AsListed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = (file: TestSpecification) => SUITES.findIndex((suite) => file.moduleId.endsWith(suite));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: SUITES,
    setupFiles: ["test/mutation/quick-properties.ts"],
    sequence: { sequencer: AsListed },
    testTimeout: 120_000,
  },
});
