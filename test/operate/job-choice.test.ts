import { describe, expect, test } from "vitest";
import { chooseJob, hashOfJob } from "../../src/operate/job-choice.ts";
import { job, receipt } from "./live-sample.ts";

const [A, B] = ["aaaaaaaaaa", "bbbbbbbbbb"];
const nameOf = (hash: string, attempt = 1) => `actcore-sync-${hash}-a${attempt}`;
const choose = (question: Partial<Parameters<typeof chooseJob>[0]>) =>
  chooseJob({ firstName: nameOf(A), jobs: [], receipts: [], isRerun: false, ...question });

describe("the Job of a projection", () => {
  test("is created where there was none", () => {
    expect(choose({})).toEqual({ kind: "create", name: nameOf(A) });
  });

  test("is not needed where the last receipt is ok, whether its Job is still there or not", () => {
    const receipts = [receipt(1, A)];
    expect(choose({ receipts, jobs: [job(nameOf(A), "Complete")] })).toEqual({ kind: "none", name: nameOf(A) });
    expect(choose({ receipts })).toEqual({ kind: "none", name: nameOf(A) });
  });

  test("runs again when A comes back after B: the database has B", () => {
    const jobs = [job(nameOf(A), "Complete"), job(nameOf(B), "Complete")];
    const receipts = [receipt(1, A), receipt(2, B)];
    expect(choose({ jobs, receipts })).toEqual({ kind: "create", name: nameOf(A, 2) });
    expect(choose({ receipts })).toEqual({ kind: "create", name: nameOf(A, 2) });
  });

  test("is verified where the sync was cut off before it could record that it is complete", () => {
    const receipts = [receipt(1, A, { outcome: "pending" })];
    expect(choose({ jobs: [job(nameOf(A), "Complete")], receipts })).toEqual({ kind: "verify", name: nameOf(A) });
  });

  test("is created under the same name where the sync was cut off between receipt and Job", () => {
    const receipts = [receipt(1, A, { outcome: "pending", job: nameOf(A, 3) })];
    expect(choose({ receipts })).toEqual({ kind: "create", name: nameOf(A, 3) });
  });

  test("is attached to while it runs, also when a rerun is asked for", () => {
    const jobs = [job(nameOf(A), "Failed"), job(nameOf(A, 2))];
    const receipts = [receipt(1, A, { outcome: "pending", job: nameOf(A, 2) })];
    expect(choose({ jobs, receipts })).toEqual({ kind: "attach", name: nameOf(A, 2) });
    expect(choose({ jobs, receipts, isRerun: true })).toEqual({ kind: "attach", name: nameOf(A, 2) });
  });

  test("gets the next number after one that failed, was suspended, or is to run again", () => {
    const next = { kind: "create", name: nameOf(A, 2) };
    const pending = [receipt(1, A, { outcome: "pending" })];
    expect(choose({ jobs: [job(nameOf(A), "Failed")], receipts: pending })).toEqual(next);
    expect(choose({ jobs: [job(nameOf(A), "suspended")], receipts: pending })).toEqual(next);
    expect(choose({ jobs: [job(nameOf(A), "Complete")], receipts: [receipt(1, A)], isRerun: true })).toEqual(next);
    expect(choose({ receipts: [receipt(1, A, { outcome: "failed" })] })).toEqual(next);
  });

  test("counts its attempts as numbers", () => {
    const jobs = [job(nameOf(A, 9), "Failed"), job(nameOf(A, 10), "Failed"), job(nameOf(B, 40), "Failed")];
    expect(choose({ jobs })).toEqual({ kind: "create", name: nameOf(A, 11) });
  });
});

test.each(["actcore-sync-aaaaaaaaaa", "actcore-sync-AAAAAAAAAA-a1", "x-actcore-sync-aaaaaaaaaa-a1", ""])(
  "%j is the name of no sync Job",
  (name) => expect(hashOfJob(name)).toBe(""),
);
