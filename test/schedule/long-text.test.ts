import { expect, test } from "vitest";
import { parseCron } from "../../src/schedule/cron.ts";

test.each([
  ["digits", "9".repeat(1_000_000), "cron-field-count"],
  ["commas", `${",".repeat(100_000)} * * * *`, "cron-syntax"],
  ["items", `${"1,".repeat(100_000)}61 * * * *`, "cron-value-out-of-range"],
  ["fields", "* ".repeat(500_000), "cron-field-count"],
  ["blanks", `@every${" ".repeat(1_000_000)}x`, "cron-every"],
  ["slashes", `${"*/".repeat(500_000)} * * * *`, "cron-syntax"],
  ["dashes", `L${"-".repeat(1_000_000)} * * * *`, "cron-extension-letter"],
])("any text of a million %s is refused in a short message", (_, text, code) => {
  const [problem] = parseCron(text).problems;
  expect(problem?.code).toBe(code);
  expect(problem?.message.length).toBeLessThan(250);
});
