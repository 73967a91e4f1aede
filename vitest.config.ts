import { defineConfig } from "vitest/config";

/** In CI the counts are also left where .ci/run reads them. */
const results = ["json", { outputFile: "node_modules/.cache/test-results.json" }] as const;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 120_000,
    reporters: process.env.CI ? ["default", [...results]] : ["default"],
  },
});
