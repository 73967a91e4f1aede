import { describe, expect, test } from "vitest";
import { hashOfJob } from "../../src/operate/job-choice.ts";
import type { LiveState } from "../../src/operate/live-state.ts";
import { nextSteps } from "../../src/operate/next-steps.ts";
import type { ProjectedTarget } from "../../src/operate/projected-target.ts";
import { targetStatus } from "../../src/operate/status.ts";
import { withoutContentHash } from "../../src/project/kubernetes-object.ts";
import type { KubernetesObject } from "../../src/project/projection.ts";
import { edge, edgeActivities, sweep } from "../project/sample.ts";
import { job, namespaceOf, projectedTarget, receipt } from "./live-sample.ts";

const now = projectedTarget();
const hash = hashOfJob(now.job.metadata.name);
const ok = [receipt(1, hash)];

const statusOf = (live: LiveState, manifests: ProjectedTarget = now) =>
  targetStatus({ manifests, stale: [], live, unreadKinds: new Set() });
const steps = (live: LiveState) =>
  nextSteps({ status: statusOf(live), target: now.target, holder: undefined, isDirty: false });
const drifts = (live: LiveState) =>
  statusOf(live).objects.map(({ kind, name, state, fields }) => [
    state,
    `${kind} ${name}`,
    ...fields.map((it) => it.field),
  ]);

/** The manifests' objects with one of them otherwise. */
const changed = (kind: string, name: string, edit: (object: KubernetesObject) => object) =>
  now.objects.map((object) => {
    const isMeant = object.kind === kind && object.metadata.name === name;
    return isMeant ? ({ ...object, ...edit(structuredClone(object)) } as KubernetesObject) : object;
  });

describe("a cluster that was synced", () => {
  test("is in sync, and there is nothing to do", () => {
    const status = statusOf(namespaceOf(now.objects, [job(now.job.metadata.name, "Complete")], ok));
    expect(status).toMatchObject({ isInSync: true, objects: [], activities: [], rollouts: [], unread: {} });
    expect(status.comparedCount).toBe(now.objects.length);
    expect(steps(namespaceOf(now.objects, [], ok))).toEqual([]);
  });

  test("of a target that uses all that there is, is in sync too", () => {
    const projected = projectedTarget(edgeActivities, edge);
    const receipts = [receipt(1, hashOfJob(projected.job.metadata.name))];
    const live = namespaceOf(projected.objects, [], receipts);
    const ready = { status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } };
    const worker = live.byKind.get("Deployment")?.get("actcore-worker");
    const deployments = new Map(live.byKind.get("Deployment"));
    if (worker) deployments.set("actcore-worker", { ...worker, ...ready });
    const byKind = new Map(live.byKind).set("Deployment", deployments);
    expect(statusOf({ ...live, byKind }, projected).isInSync).toBe(true);
  });

  test("has defaults and fields of others, which are no drift", () => {
    const objects = changed("Deployment", "actcore-worker", (object) => {
      const { spec, metadata } = object as KubernetesObject & {
        spec: { template: { spec: { containers: object[] } } };
      };
      const { template } = spec;
      const sidecar = { name: "aaa-sidecar", image: "sidecar:1" };
      const containers = [sidecar, ...template.spec.containers.map((it) => ({ ...it, imagePullPolicy: "Always" }))];
      return {
        metadata: { ...metadata, annotations: { ...metadata.annotations, "deployment.kubernetes.io/revision": "3" } },
        spec: { ...spec, template: { ...template, spec: { ...template.spec, containers, dnsPolicy: "ClusterFirst" } } },
      };
    });
    expect(statusOf(namespaceOf(objects, [], ok)).isInSync).toBe(true);
  });
});

describe("objects", () => {
  test("a time-out that was changed in the live bridge", () => {
    const objects = changed("ConfigMap", "actcore-state-hub-bridge", ({ data }) => ({
      data: { "nginx.conf": data?.["nginx.conf"]?.replace("proxy_read_timeout 360s", "proxy_read_timeout 30s") },
    }));
    const live = namespaceOf(objects, [], ok);
    expect(drifts(live)).toEqual([["differs", "ConfigMap actcore-state-hub-bridge", "data.nginx.conf"]]);
    expect(steps(live)).toEqual(["actdef sync railiance01"]);
  });

  test("an item more in a list that is replaced as a whole", () => {
    const objects = changed("NetworkPolicy", "actcore-sync", ({ spec }) => {
      const { egress, ...rest } = spec as { egress: object[] };
      return { spec: { ...rest, egress: [...egress, {}] } };
    });
    expect(drifts(namespaceOf(objects, [], ok))).toEqual([["differs", "NetworkPolicy actcore-sync", "spec.egress"]]);
  });

  test("missing, surplus, being deleted, and Jobs of other manifests", () => {
    const left = now.objects.filter(({ kind }) => kind !== "Service");
    const [first] = left;
    const surplus = { ...first, kind: "Service", metadata: { ...first?.metadata, name: "old" } } as KubernetesObject;
    const jobs = [job("actcore-sync-0123456789-a1"), job("actcore-sync-0123456789-a2", "Complete")];
    const ending = left.map((object) =>
      object === first
        ? { ...object, metadata: { ...object.metadata, deletionTimestamp: "2026-06-22T10:00:00Z" } }
        : object,
    );
    expect(drifts(namespaceOf([...ending, surplus], jobs, ok))).toEqual([
      ["differs", "ConfigMap actcore-runtime-env", "metadata.deletionTimestamp"],
      ["missing", "Service actcore-state-hub-bridge"],
      ["surplus", "Service old"],
      ["outdated", "Job actcore-sync-0123456789-a1"],
    ]);
  });

  test("shards of the last generations are kept, those before are surplus", () => {
    const shard = now.objects.find(({ metadata }) => /^actcore-definitions-/.test(metadata.name));
    const named = (name: string) => ({ ...shard, metadata: { ...shard?.metadata, name } }) as KubernetesObject;
    const [kept, old] = ["actcore-definitions-aaaaaaaaaa", "actcore-definitions-bbbbbbbbbb"];
    const receipts = [receipt(1, "aaaaaaaaaa", { shards: [kept] }), receipt(2, hash)];
    const live = namespaceOf([...now.objects, named(kept), named(old)], [], receipts);
    expect(drifts(live)).toEqual([["surplus", `ConfigMap ${old}`]]);
  });

  test("a Deployment whose pods are not available", () => {
    const live = namespaceOf(now.objects, [], ok);
    const deployments = new Map(live.byKind.get("Deployment"));
    const worker = deployments.get("actcore-worker");
    if (worker) deployments.set("actcore-worker", { ...worker, status: { observedGeneration: 1, updatedReplicas: 1 } });
    const broken = { ...live, byKind: new Map(live.byKind).set("Deployment", deployments) };
    expect(statusOf(broken).rollouts).toEqual([{ name: "actcore-worker", words: "0 of 1 available" }]);
    expect(steps(broken)).toEqual(["kubectl rollout status deployment/actcore-worker -n activity-core"]);
  });
});

describe("definitions", () => {
  test("an activity that somebody paused in its shard", () => {
    const enabled = projectedTarget([{ ...sweep, enabled: true }]);
    const objects = enabled.objects.map((object) => {
      const data = Object.entries(object.data ?? {}).map(([key, text]) => [
        key,
        text.replace('"enabled":true', '"enabled":false'),
      ]);
      return object.data ? { ...object, data: Object.fromEntries(data) } : object;
    });
    const live = namespaceOf(objects, [], [receipt(1, hashOfJob(enabled.job.metadata.name))]);
    const status = statusOf(live, enabled);
    expect(status.activities).toMatchObject([
      { id: sweep.id, kind: "changed", fields: [{ field: "enabled", before: false, after: true }] },
    ]);
    expect(status.database.kind).toBe("current");
    const shard = status.objects.find(({ isImmutable }) => isImmutable);
    expect(nextSteps({ status, target: now.target, holder: undefined, isDirty: false })).toEqual([
      `kubectl delete configmap ${shard?.name} -n activity-core`,
      "actdef sync railiance01",
    ]);
  });

  test("those of a cluster without any are all to be added", () => {
    expect(statusOf(namespaceOf([])).activities.map(({ id, kind }) => [id, kind])).toEqual([[sweep.id, "added"]]);
  });

  test("the hash of an object's content alone is a difference as well", () => {
    const objects = now.objects.map((object) => (object.kind === "Service" ? withoutContentHash(object) : object));
    expect(drifts(namespaceOf(objects, [], ok))[0]?.slice(0, 2)).toEqual([
      "differs",
      "Service actcore-state-hub-bridge",
    ]);
  });
});

describe("the database", () => {
  const database = (...args: Parameters<typeof namespaceOf>) => statusOf(namespaceOf(...args)).database;
  const name = now.job.metadata.name;

  test("without a receipt nothing is known of it", () => {
    expect(database(now.objects).kind).toBe("none");
  });

  test("receipts that were broken by hand are told from none", () => {
    const live = namespaceOf(now.objects, [], ok);
    const configMaps = new Map(live.byKind.get("ConfigMap"));
    configMaps.set("actcore-receipts", { metadata: { name: "actcore-receipts" }, data: { "receipts.json": "[{" } });
    const byKind = new Map(live.byKind).set("ConfigMap", configMaps);
    expect(statusOf({ ...live, byKind, receipts: [] }).database.kind).toBe("unreadable");
  });

  test("with the receipt of other manifests it is behind", () => {
    expect(database(now.objects, [], [receipt(1, "0123456789")]).kind).toBe("behind");
  });

  test("with others after these it is ahead, and a sync would be a rollback", () => {
    const live = namespaceOf(now.objects, [], [...ok, receipt(2, "0123456789")]);
    expect(statusOf(live).database.kind).toBe("ahead");
    expect(steps(live).at(-1)).toMatch(/--allow-rollback$/);
  });

  test.each([
    ["running", job(name), "actdef sync railiance01 --attach"],
    ["complete", job(name, "Complete"), "actdef sync railiance01"],
    ["failed", job(name, "Failed"), `see why: kubectl logs job/${name} -n activity-core`],
    ["suspended", job(name, "suspended"), "actdef sync railiance01"],
    ["gone", undefined, "actdef sync railiance01"],
  ])("a pending receipt whose Job is %s", (standing, found, step) => {
    const before = receipt(1, "0123456789");
    const pending = receipt(2, hash, { outcome: "pending" });
    const live = namespaceOf(now.objects, found ? [found] : [], [before, pending]);
    expect(statusOf(live).database).toMatchObject({ kind: "pending", job: standing, isOwn: true, before });
    expect(steps(live)[0]).toBe(step);
  });

  test("while somebody syncs, waiting comes before all else", () => {
    const status = statusOf(namespaceOf([]));
    const holder = { who: "bob@bastion:4711", since: "2026-06-22T10:00:00.000000Z" };
    const [step, ...more] = nextSteps({ status, target: now.target, holder, isDirty: false });
    expect(step).toMatch(/^wait for bob@bastion:4711/);
    expect(more).toEqual([]);
  });
});

test("of kinds that were not read nothing is claimed", () => {
  const live = namespaceOf(now.objects, [], ok);
  const unreadKinds = new Set(["ConfigMap", "Service"] as const);
  const status = targetStatus({ manifests: now, stale: [], live, unreadKinds });
  expect(status).toMatchObject({ isInSync: false, objects: [], activities: [], unread: { ConfigMap: 4, Service: 1 } });
  expect(status.database).toEqual({ kind: "unread" });
});
