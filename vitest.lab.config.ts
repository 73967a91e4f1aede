import { defineConfig } from "vitest/config";

/** In CI the counts are also left where .ci/run reads them. */
const results = ["json", { outputFile: "node_modules/.cache/lab-test-results.json" }] as const;

/** Tests against a real control plane, one after the other: they share it. */
export default defineConfig({
  test: {
    include: ["test/**/*.lab.test.ts"],
    globalSetup: ["test/lab/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: process.env.CI ? ["default", [...results]] : ["default"],
  },
});
