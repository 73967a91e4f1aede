import { expect, test } from "vitest";
import { codesOf, judge, made } from "./made.ts";

/** By systemd.unit(5): an instance has something on both sides of its "@"; and systemctl takes a dash in front for an option. */
test.each([
  ["ledger-report", true],
  ["ledger-report@main", true],
  ["ledger-report@", false],
  ["@main", false],
  ["-ledger", false],
  [".ledger", false],
  ["ledger report", false],
])("a unit of the name %s may be named: %s", (name, isName) => {
  const codes = (rollout: object) => codesOf(judge([made({ rollout })]));
  const expected = isName ? [] : ["wrong-format"];
  expect(codes({ local_unit: name })).toEqual(expected);
  const replaces = [{ unit: `${name}.timer`, source: "local-timer", cron: "30 2 * * *" }];
  expect(codes({ replaces })).toEqual(expected);
});
