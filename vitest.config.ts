import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

/** In CI the counts are also left where .ci/run reads them. */
const results = ["json", { outputFile: "node_modules/.cache/test-results.json" }] as const;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "runtime/test/**/*.test.ts"],
    exclude: ["**/*.lab.test.ts", "**/*.services.test.ts"],
    testTimeout: 120_000,
    // What other runs have kept is not to be used, nor replaced.
    env: { ACTDEF_CACHE_FOLDER: resolve("node_modules/.cache/actdef") },
    reporters: process.env.CI ? ["default", [...results]] : ["default"],
  },
});
