import { defineConfig } from "vitest/config";

/** In CI the counts are also left where .ci/run reads them. */
const results = ["json", { outputFile: "node_modules/.cache/runtime-test-results.json" }] as const;

/** Tests against a real Postgres, Temporal and nginx, each file with servers of its own. */
export default defineConfig({
  test: {
    include: ["test/services/**/*.services.test.ts", "runtime/test/**/*.services.test.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: process.env.CI ? ["default", [...results]] : ["default"],
  },
});
