import { expect, test } from "vitest";
import { statusJson } from "../../src/cli/status-json.ts";
import { syncJson } from "../../src/cli/sync-json.ts";
import { hashOfJob } from "../../src/operate/job-choice.ts";
import { OperationStop } from "../../src/operate/operation-stop.ts";
import type { SyncPlan } from "../../src/operate/plan.ts";
import { targetStatus } from "../../src/operate/status.ts";
import { activity, sweep } from "../project/sample.ts";
import { schemaValidator } from "../schema-validator.ts";
import { job, namespaceOf, projectedTarget, receipt } from "./live-sample.ts";

const projected = projectedTarget();
const hash = hashOfJob(projected.job.metadata.name);
const older = projectedTarget([{ ...sweep, max_seconds: 200 }, activity("acme.report")]);
const stop = new OperationStop("failed", "job cannot start", {
  event: ["Failed: not found"],
  log: ["a line"],
  why: "the tag is not on the node",
  state: "nothing was written",
  next: "actdef sync railiance01 --rerun",
});
const SERVER = "https://10.20.0.4:6443";
const UID = "7d0c1f52-33c0-4d0e-a2c5-5f0e9d1be41a";
const COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8";
const committed = { ...projected, commit: COMMIT };

test("what a sync prints as JSON is valid to its schema, however it ends", () => {
  const live = namespaceOf(older.objects, [], [receipt(1, "0123456789")]);
  const { activities } = targetStatus({ manifests: projected, stale: [], live, unreadKinds: new Set() });
  const name = projected.job.metadata.name;
  const plan: SyncPlan = {
    live,
    activities,
    liveActivityCount: 2,
    job: { kind: "create", name },
    changes: [
      {
        kind: "ConfigMap",
        name: "a",
        action: "configure",
        fields: [{ field: "data.A", before: undefined, after: "b" }],
      },
      { kind: "Service", name: "b", action: "prune", fields: [] },
      { kind: "Job", name, action: "create", fields: [] },
    ],
  };
  const outcome = { clusterUid: UID, plan, receipt: receipt(2, hash, { counts: { updated: 1 } }) };
  const validate = schemaValidator("sync");
  const ends = [
    syncJson({ projected: committed, server: SERVER, code: 0, outcome: { ...outcome, kind: "synced" } }),
    syncJson({ projected: committed, server: SERVER, code: 3, outcome: { ...outcome, kind: "pending" } }),
    syncJson({
      projected: { ...projected, commit: null, isDirty: true },
      server: SERVER,
      code: 0,
      outcome: { kind: "unchanged", clusterUid: UID, plan: undefined, receipt: undefined },
    }),
    syncJson({ projected: committed, server: null, code: 6, stop }),
    syncJson({ projected: committed, server: null, code: 4, stop: new OperationStop("refused", "not confirmed") }),
  ];
  expect(activities.map(({ kind }) => kind)).toEqual(["changed", "removed"]);
  for (const end of ends) {
    validate(JSON.parse(end));
    expect(validate.errors).toBeNull();
  }
});

test("what status prints as JSON is valid to its schema, whatever it finds", () => {
  const source = { server: SERVER, dumps: [], clusterUid: UID };
  const validate = schemaValidator("status");
  const pending = receipt(2, hash, { outcome: "pending" });
  const outdated = job("actcore-sync-0123456789-a1");
  const lives = [
    namespaceOf(projected.objects, [], [receipt(1, hash)]),
    namespaceOf(older.objects, [outdated], [receipt(1, "0123456789"), pending]),
    namespaceOf(older.objects, [], [receipt(1, hash), receipt(2, "0123456789")]),
    namespaceOf([]),
  ];
  const differing = { path: "k8s/generated/railiance01/20-runtime.yaml", activities: [], objects: [] };
  const stale = [
    { path: differing.path, difference: differing },
    { path: "k8s/generated/railiance01/00-access.yaml", difference: undefined },
  ];
  const holder = { who: "bob@bastion:4711", since: "2026-06-22T10:00:00.000000Z" };
  const ends = [
    ...lives.map((live) => {
      const status = targetStatus({ manifests: projected, stale, live, unreadKinds: new Set() });
      return statusJson({ projected: committed, source, code: 3, status, holder, steps: ["actdef compile"] });
    }),
    statusJson({ projected: committed, source: { server: null, dumps: ["a.json"], clusterUid: null }, code: 2, stop }),
  ];
  for (const end of ends) {
    validate(JSON.parse(end));
    expect(validate.errors).toBeNull();
  }
});
