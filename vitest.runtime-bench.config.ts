import { defineConfig } from "vitest/config";

/** What is measured of the runtime on a real Postgres and a real Temporal; nothing of it fails because of a time. */
export default defineConfig({
  test: {
    include: ["runtime/bench/*.bench.ts"],
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
});
