import { expect, test } from "vitest";
import type { ApiCall, Cluster } from "../../src/cluster/api-call.ts";
import { ApiProblem } from "../../src/cluster/api-problem.ts";
import { lockHolder } from "../../src/operate/lock-holder.ts";
import { railiance01 } from "../project/sample.ts";

const NOW = "2026-06-22T10:01:00.000Z";

/** Who holds the lock of railiance01, where the API server answers so. */
const holder = (answer: (call: ApiCall) => unknown) => {
  const cluster: Cluster = {
    server: "https://127.0.0.1",
    context: "default",
    user: "default",
    call: async (call) => answer(call),
    callForText: async () => "",
    serverTime: () => Date.parse(NOW),
  };
  return lockHolder({ cluster, target: railiance01 });
};
const lease = (spec: object) => () => ({ metadata: { name: "actcore-sync" }, spec });
const held = {
  holderIdentity: "bob@bastion:4711#1a2b3c4d",
  leaseDurationSeconds: 90,
  acquireTime: "2026-06-22T10:00:00.000000Z",
  renewTime: "2026-06-22T10:00:40.000000Z",
};
const refusal = (reason: "not-found" | "forbidden" | "unreachable") => (call: ApiCall) => {
  throw new ApiProblem(reason, "no", { call });
};

test("whoever renewed the Lease in time works on the target", async () => {
  expect(await holder(lease(held))).toEqual({ who: "bob@bastion:4711", since: held.acquireTime });
});

test("nobody does where it was released, has expired, or is not there", async () => {
  expect(await holder(lease({ ...held, holderIdentity: "" }))).toBeUndefined();
  expect(await holder(lease({ ...held, renewTime: "2026-06-22T09:59:00.000000Z" }))).toBeUndefined();
  expect(await holder(lease({}))).toBeUndefined();
  expect(await holder(refusal("not-found"))).toBeUndefined();
});

test("who may not read Leases learns the rest of the status nevertheless", async () => {
  expect(await holder(refusal("forbidden"))).toBeUndefined();
  await expect(holder(refusal("unreachable"))).rejects.toThrow(ApiProblem);
});
