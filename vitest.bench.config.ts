import { defineConfig } from "vitest/config";

/** What is measured against a real control plane; nothing of it fails because of a time. */
export default defineConfig({
  test: {
    include: ["bench/*.bench.ts"],
    globalSetup: ["test/lab/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
