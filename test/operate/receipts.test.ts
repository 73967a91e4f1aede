import { describe, expect, test } from "vitest";
import { isOlder, keptShards, readReceipts, withReceipt } from "../../src/operate/receipts.ts";
import { schemaValidator } from "../schema-validator.ts";
import { receipt } from "./live-sample.ts";

const [A, B, C, D] = ["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd"];
const stored = (text: string) =>
  readReceipts({ metadata: { name: "actcore-receipts" }, data: { "receipts.json": text } });

describe("receipts", () => {
  test("are valid to their schema, whatever their outcome", () => {
    const validate = schemaValidator("receipts");
    const receipts = [
      receipt(1, A, { outcome: "pending", commit: null, is_dirty: true }),
      receipt(2, B, { outcome: "failed" }),
      receipt(3, B, { outcome: "unknown" }),
      receipt(4, B, { counts: { created: 2 }, shards: ["actcore-definitions-67188d82ac"] }),
    ];
    validate(receipts);
    expect(validate.errors).toBeNull();
    expect(stored(JSON.stringify(receipts))).toEqual(receipts);
  });

  test("that were broken by hand count as none", () => {
    for (const text of ["", "{}", "[{", "null", "[null, 1, {}]"]) expect(stored(text)).toEqual([]);
    expect(readReceipts(undefined)).toEqual([]);
  });

  test("replace the one of their number, and the last ten are kept", () => {
    const twelve = Array.from({ length: 12 }, (_, index) => receipt(index + 1, A, { outcome: "pending" }));
    const kept = twelve.reduce<ReturnType<typeof withReceipt>>(withReceipt, []);
    expect(kept.map(({ number }) => number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const replaced = withReceipt(kept, receipt(12, A));
    expect(replaced).toHaveLength(10);
    expect(replaced.at(-1)?.outcome).toBe("ok");
  });
});

describe("a projection is older than the current one", () => {
  test("where another came after it", () => {
    expect(isOlder(A, [receipt(1, A), receipt(2, B)])).toBe(true);
    expect(isOlder(A, [receipt(1, A), receipt(2, B, { outcome: "pending" })])).toBe(true);
  });

  test("not where it is the current one, is new, or came back", () => {
    expect(isOlder(A, [receipt(1, A)])).toBe(false);
    expect(isOlder(C, [receipt(1, A), receipt(2, B)])).toBe(false);
    expect(isOlder(A, [receipt(1, A), receipt(2, B), receipt(3, A)])).toBe(false);
    expect(isOlder(A, [])).toBe(false);
  });

  test("not by a sync that failed: the database has what was there before", () => {
    expect(isOlder(A, [receipt(1, A), receipt(2, B, { outcome: "failed" })])).toBe(false);
    expect(isOlder(B, [receipt(1, B, { outcome: "failed" }), receipt(2, A)])).toBe(false);
  });
});

test("the shards of three generations are kept, this one among them, however often each was synced", () => {
  const of = (number: number, hash: string, outcome: "ok" | "failed" = "ok") =>
    receipt(number, hash, { outcome, shards: [`shard-${hash.charAt(0)}`] });
  const kept = (...receipts: Parameters<typeof keptShards>[0]) =>
    [...keptShards(receipts, { hash: "ee", shards: ["now"] })].sort();
  expect(kept()).toEqual(["now"]);
  expect(kept(of(1, A), of(2, B), of(3, C), of(4, D))).toEqual(["now", "shard-c", "shard-d"]);
  expect(kept(of(1, A), of(2, B), of(3, C), of(4, D), of(5, A))).toEqual(["now", "shard-a", "shard-d"]);
  expect(kept(of(1, A), of(2, B, "failed"), of(3, C), of(4, C), of(5, D))).toEqual(["now", "shard-c", "shard-d"]);
});
