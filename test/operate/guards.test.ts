import { describe, expect, test } from "vitest";
import type { Change } from "../../src/cluster/change-set.ts";
import { activitiesIn, activityDifferences } from "../../src/emit/file-difference.ts";
import type { Activity } from "../../src/model/activity.ts";
import { callouts, guardPlan, needsTypedName } from "../../src/operate/guards.ts";
import { hashOfJob } from "../../src/operate/job-choice.ts";
import type { SyncPlan } from "../../src/operate/plan.ts";
import type { Receipt } from "../../src/operate/receipts.ts";
import { activity, sweep } from "../project/sample.ts";
import { namespaceOf, projectedTarget, receipt } from "./live-sample.ts";

/** The plan that brings some activities to a cluster that has others. */
function planOf(live: readonly Activity[], wanted: readonly Activity[], receipts: readonly Receipt[] = []): SyncPlan {
  const [before, after] = [live, wanted].map((activities) => activitiesIn(projectedTarget(activities).objects));
  const { job } = projectedTarget(wanted);
  const { name } = job.metadata;
  return {
    live: { ...namespaceOf([]), receipts },
    changes: [{ kind: "Job", name, action: "create", fields: [] }],
    activities: activityDifferences(before ?? new Map(), after ?? new Map()),
    liveActivityCount: live.length,
    job: { kind: "create", name },
  };
}

const fleet = Array.from({ length: 30 }, (_, index) => activity(`acme.report-${index}`));
const guard = (plan: SyncPlan, wanted: readonly Activity[], removal?: number, isRollback = false) =>
  guardPlan(plan, projectedTarget(wanted), { removal, isRollback });
const refused = (message: RegExp) =>
  expect.objectContaining({ kind: "refused", message: expect.stringMatching(message) });

describe("activities that would be retired", () => {
  test("a tenth of them may be, and one of a few", () => {
    expect(() => guard(planOf(fleet, fleet.slice(3)), fleet.slice(3))).not.toThrow();
    expect(() => guard(planOf([sweep, ...fleet.slice(0, 1)], [sweep]), [sweep])).not.toThrow();
  });

  test("more of them have to be acknowledged by their number", () => {
    const left = fleet.slice(4);
    expect(() => guard(planOf(fleet, left), left)).toThrow(refused(/^4 of 30 activities would be retired/));
    expect(() => guard(planOf(fleet, left), left, 3)).toThrow(refused(/4 of 30/));
    expect(() => guard(planOf(fleet, left), left, 4)).not.toThrow();
  });

  test("the last one never goes by accident", () => {
    expect(() => guard(planOf([sweep], []), [])).toThrow(refused(/^1 of 1 activities would be retired/));
    expect(() => guard(planOf([sweep], []), [], 1)).not.toThrow();
    expect(() => guard(planOf([], []), [])).not.toThrow();
  });

  test("are named, the first ten of many", () => {
    try {
      guard(planOf(fleet, [sweep]), [sweep]);
      expect.unreachable();
    } catch (error) {
      const { event } = (error as { details: { event: readonly string[] } }).details;
      expect(event).toHaveLength(11);
      expect(event.at(-1)).toBe("… and 20 more");
    }
  });
});

describe("a projection that was replaced by another one", () => {
  const running = { ...sweep, enabled: true };
  const hash = hashOfJob(projectedTarget([sweep]).job.metadata.name);
  const receipts = [receipt(1, hash), receipt(2, "0123456789")];

  test("is refused without being allowed", () => {
    const plan = planOf([{ ...sweep, title: "Newer" }], [sweep], receipts);
    expect(() => guard(plan, [sweep])).toThrow(refused(/older than the one that was synced last/));
    expect(() => guard(plan, [sweep], undefined, true)).not.toThrow();
  });

  test("may come back where it does nothing but pause", () => {
    const plan = planOf([running], [sweep], receipts);
    expect(() => guard(plan, [sweep])).not.toThrow();
  });

  test("does more than pause where an object beside the definitions changes, or an activity otherwise", () => {
    const bridge: Change = { kind: "ConfigMap", name: "actcore-runtime-env", action: "configure", fields: [] };
    const plan = planOf([running], [sweep], receipts);
    expect(() => guard({ ...plan, changes: [...plan.changes, bridge] }, [sweep])).toThrow(refused(/older/));
    expect(() => guard(planOf([{ ...running, max_seconds: 200 }], [sweep], receipts), [sweep])).toThrow(
      refused(/older/),
    );
    expect(() => guard(planOf([sweep], [sweep], receipts), [sweep])).toThrow(refused(/older/));
  });
});

describe("what is called out", () => {
  const running = { ...sweep, enabled: true };

  test("who begins to run, who is paused, who is retired", () => {
    expect(callouts(planOf([sweep], [running])).unpaused).toEqual([sweep.id]);
    expect(callouts(planOf([], [running, ...fleet.slice(0, 1)])).unpaused).toEqual([sweep.id]);
    expect(callouts(planOf([running], [sweep])).paused).toEqual([sweep.id]);
    expect(callouts(planOf([running], [])).retired).toEqual([sweep.id]);
  });

  test("where calls go from now on", () => {
    const configure = (name: string, field: string, before: string, after: string): Change => ({
      kind: "ConfigMap",
      name,
      action: "configure",
      fields: [{ field, before, after }],
    });
    const plan = {
      ...planOf([sweep], [sweep]),
      changes: [
        configure("actcore-runtime-env", "data.STATE_HUB_URL", "http://a:8000", "http://b:8000"),
        configure("bridge", "data.nginx.conf", "  set $upstream a:80;\n", "  set $upstream b:80;\n"),
        configure("bridge", "data.nginx.conf", "proxy_read_timeout 30s;", "proxy_read_timeout 360s;"),
      ],
    };
    expect(callouts(plan).hosts).toEqual(["STATE_HUB_URL: http://a:8000 -> http://b:8000", "upstream: a:80 -> b:80"]);
  });

  test("a plain yes is enough where nothing is stopped or removed", () => {
    expect(needsTypedName(callouts(planOf([sweep], [running])))).toBe(false);
    expect(needsTypedName(callouts(planOf([running], [sweep])))).toBe(true);
    expect(needsTypedName(callouts(planOf([running], [])))).toBe(true);
  });

  test("shards of older generations are pruned without being called out", () => {
    const prune = (name: string): Change => ({ kind: "ConfigMap", name, action: "prune", fields: [] });
    const plan = { ...planOf([sweep], [sweep]), changes: [prune("actcore-definitions-67188d82ac"), prune("old")] };
    expect(callouts(plan).pruned).toEqual(["ConfigMap old"]);
  });
});
