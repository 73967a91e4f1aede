import { describe, expect, test } from "vitest";
import type { Activity } from "../../src/model/activity.ts";
import { sha256 } from "../../src/model/canonical-json.ts";
import type { Target } from "../../src/model/target.ts";
import { contentSha256 } from "../../src/project/kubernetes-object.ts";
import type { KubernetesObject } from "../../src/project/projection.ts";
import { projectionSha256 } from "../../src/project/sync-job.ts";
import { project } from "./packed.ts";
import { railiance01, stateHubBridge, sweep } from "./sample.ts";

function projected(change: Partial<Target> = {}, activities: readonly Activity[] = [sweep]) {
  const [, runtime, sync] = project(activities, { ...railiance01, ...change });
  const [job, ...others] = sync?.objects ?? [];
  if (!runtime || !job) throw new Error("expected a runtime and a Job");
  expect(others).toEqual([]);
  return { runtime: runtime.objects, job };
}

const jobName = (...input: Parameters<typeof projected>) => projected(...input).job.metadata.name;

interface JobSpec {
  readonly template: {
    readonly spec: {
      readonly containers: readonly [{ readonly env: readonly { name: string; value?: string; valueFrom?: object }[] }];
      readonly volumes: readonly object[];
    };
  };
}

// The generated objects' own members are unknown to KubernetesObject; the goldens and the API's schema vouch for them.
const podOf = ({ spec }: KubernetesObject) => (spec as JobSpec).template.spec;
const variable = (job: KubernetesObject, name: string) => podOf(job).containers[0].env.find((it) => it.name === name);

function withBridge(change: Partial<typeof stateHubBridge>): Partial<Target> {
  return { bridges: { "actcore-state-hub-bridge": { ...stateHubBridge, ...change } } };
}

describe("the Job's name", () => {
  test("holds the hash of the content of everything that it is projected with, itself without its name included", () => {
    const { runtime, job } = projected();
    const nameless = { ...job, metadata: { ...job.metadata, name: "" } };
    const hash = projectionSha256([...runtime, nameless].map(contentSha256));
    expect(job.metadata.name).toBe(`actcore-sync-${hash.slice(0, 10)}-a1`);
  });

  test("is the same each time", () => {
    expect(jobName()).toBe(jobName());
  });

  test.each<[string, Partial<Target>]>([
    ["the image", { image: "activity-core:other" }],
    ["image_revision", { image_revision: "2" }],
    ["the pinned cluster", { cluster: { uid: "0b6f4a1e-5c1d-4f0e-9a51-6a2f3c1d7e90", context: null } }],
    ["the database", { database: { ...railiance01.database, name: "other" } }],
    ["Temporal's namespace", { temporal: { ...railiance01.temporal, namespace: "other" } }],
    ["the bridge's time-out", withBridge({ proxy_timeout_seconds: 361 })],
    ["the bridge's upstream", withBridge({ upstream: { host: "other", port: 8000 } })],
    ["the number of workers", { worker: { ...railiance01.worker, replicas: 2 } }],
    ["the Job's deadline", { sync_job: { ...railiance01.sync_job, deadline_seconds: 301 } }],
  ])("changes with %s", (_what, change) => {
    expect(jobName(change)).not.toBe(jobName());
  });

  test.each<[string, readonly Activity[]]>([
    ["an activity that is enabled", [{ ...sweep, enabled: true }]],
    ["an activity's title", [{ ...sweep, title: "other" }]],
    ["an activity that is gone", []],
  ])("changes with %s", (_what, activities) => {
    expect(jobName({}, activities)).not.toBe(jobName());
  });

  test.each<[string, Partial<Target>]>([
    ["who may run sync", { access: { subjects: [{ kind: "Group", name: "others" }] } }],
    ["the policy for definitions", { policy: { ...railiance01.policy, shortest_interval_seconds: 30 } }],
    ["the kubeconfig context", { cluster: { uid: null, context: "other" } }],
  ])("does not change with %s", (_what, change) => {
    expect(jobName(change)).toBe(jobName());
  });
});

describe("the Job", () => {
  test("expects this database and this cluster", () => {
    const uid = "0b6f4a1e-5c1d-4f0e-9a51-6a2f3c1d7e90";
    const { job } = projected({ cluster: { uid, context: null } });
    expect(variable(job, "ACTCORE_EXPECTED_DATABASE")?.value).toBe("activity_core");
    expect(variable(job, "ACTCORE_EXPECTED_CLUSTER_UID")?.value).toBe(uid);
  });

  test("expects no cluster while the target is not pinned", () => {
    expect(variable(projected().job, "ACTCORE_EXPECTED_CLUSTER_UID")?.value).toBe("");
  });

  test("reads the shards and the index that it is projected with", () => {
    const { runtime, job } = projected();
    const definitions = runtime.filter(({ metadata }) => /^actcore-definitions/.test(metadata.name));
    expect(definitions.length).toBe(2);
    expect(podOf(job).volumes).toEqual([
      {
        name: "definitions",
        projected: { sources: definitions.map(({ metadata }) => ({ configMap: { name: metadata.name } })) },
      },
    ]);
    const index = definitions.at(-1)?.data?.["index.json"] ?? "";
    expect(variable(job, "ACTCORE_INDEX_SHA256")?.value).toBe(sha256(index));
  });

  test("learns its own name from its pod", () => {
    const fieldPath = "metadata.labels['batch.kubernetes.io/job-name']";
    expect(variable(projected().job, "ACTCORE_JOB_NAME")?.valueFrom).toEqual({ fieldRef: { fieldPath } });
  });
});

describe("what restarts pods", () => {
  const templateOf = (name: string, ...input: Parameters<typeof projected>) => {
    const deployment = projected(...input).runtime.find(
      ({ kind, metadata }) => kind === "Deployment" && metadata.name === name,
    );
    return (deployment?.spec as JobSpec | undefined)?.template;
  };

  test("the bridge's: a changed time-out", () => {
    const bridge = "actcore-state-hub-bridge";
    expect(templateOf(bridge, withBridge({ proxy_timeout_seconds: 361 }))).not.toEqual(templateOf(bridge));
  });

  test("the worker's: a changed environment, a rebuilt image", () => {
    const task_queue = "other";
    const worker = templateOf("actcore-worker");
    expect(templateOf("actcore-worker", { temporal: { ...railiance01.temporal, task_queue } })).not.toEqual(worker);
    expect(templateOf("actcore-worker", { image_revision: "2" })).not.toEqual(worker);
  });

  test("nobody's: an edited or added definition within the time-outs", () => {
    const edited = [
      { ...sweep, enabled: true, max_seconds: 200 },
      { ...sweep, id: "the-custodian.another" },
    ];
    for (const name of ["actcore-state-hub-bridge", "actcore-worker"]) {
      expect(templateOf(name, {}, edited)).toEqual(templateOf(name));
    }
  });
});
