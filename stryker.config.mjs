/** Mutation testing: see CONTRIBUTING.md. The report is .mutation/report.html. */
export default {
  mutate: ["src/{rules,schedule,validate}/**/*.ts", "!src/validate/generated/**"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts", related: false },
  coverageAnalysis: "perTest",
  // What runs once, when a module is loaded, would be tried with every test.
  ignoreStatic: true,
  // The goldens hold every message to the letter.
  mutator: { excludedMutations: ["StringLiteral"] },
  // A mutant is run again only where its source or a test of it has changed.
  incremental: true,
  incrementalFile: ".mutation/incremental.json",
  concurrency: 2,
  // No such file: it would be rewritten with TypeScript's JavaScript API, which TypeScript 7 has not.
  tsconfigFile: "none",
  ignorePatterns: ["dist", "bench", "docs", ".mutation"],
  reporters: ["clear-text", "progress-append-only", "html", "json"],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: ".mutation/report.html" },
  jsonReporter: { fileName: ".mutation/report.json" },
  tempDirName: ".mutation/sandbox",
};
