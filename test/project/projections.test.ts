import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { Role, RoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1";
import { ConfigMap, Service, ServiceAccount } from "kubernetes-models/v1";
import { describe, expect, test } from "vitest";
import { serialize } from "../../src/emit/serialize.ts";
import type { Activity } from "../../src/model/activity.ts";
import { contentSha256 } from "../../src/project/kubernetes-object.ts";
import type { KubernetesObject } from "../../src/project/projection.ts";
import { projections } from "../../src/project/projections.ts";
import { project } from "./packed.ts";
import { activity, edge, edgeActivities, railiance01, stateHubBridge, sweep } from "./sample.ts";

const MODELS = [
  ConfigMap,
  Deployment,
  Job,
  NetworkPolicy,
  PodDisruptionBudget,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
] as const;

/** Throws with the place of the first thing that Kubernetes' own schema refuses. */
function validateByModel(object: KubernetesObject): void {
  const Model = MODELS.find(({ apiVersion, kind }) => apiVersion === object.apiVersion && kind === object.kind);
  if (!Model) throw new Error(`no model for ${object.apiVersion} ${object.kind}`);
  // The constructors differ in the type of what they take; what they are given is what validate() is about.
  new Model(object as never).validate();
}

const cases = [
  { target: railiance01, activities: [sweep] },
  { target: edge, activities: edgeActivities },
];

describe.each(cases)("$target.name", ({ target, activities }) => {
  const files = project(activities, target);
  const objects = files.flatMap((file) => file.objects);

  test.each(files)("$file is what it was", async ({ file, objects: inFile }) => {
    const text = serialize(inFile, { target: target.name });
    await expect(text).toMatchFileSnapshot(`${target.name}/${file}`);
  });

  test("every object passes Kubernetes' schema", () => {
    for (const object of objects) expect(() => validateByModel(object), object.metadata.name).not.toThrow();
  });

  test("every object has its labels and the hash of its content", () => {
    for (const object of objects) {
      const { labels, annotations } = object.metadata;
      expect(Object.keys(labels).sort()).toEqual([
        "app.kubernetes.io/component",
        "app.kubernetes.io/managed-by",
        "app.kubernetes.io/name",
        "app.kubernetes.io/part-of",
      ]);
      expect(annotations).toEqual({ "activity-core.internal/content-sha256": contentSha256(object) });
    }
  });

  test("no list is empty: the API server would drop it, and take each apply for a change", () => {
    for (const object of objects)
      expect(JSON.stringify({ ...object, data: {} }), object.metadata.name).not.toMatch(/:\[\]/);
  });

  test("no two objects share kind, namespace and name, and no name is too long", () => {
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { metadata } of objects) expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  test("every other object is in the target's namespace", () => {
    const elsewhere = objects.filter(({ metadata }) => metadata.namespace !== target.namespace);
    expect(elsewhere.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`)).toEqual([
      "Role kube-system",
      "RoleBinding kube-system",
    ]);
  });

  test("no pod can talk to the API server or gain a privilege", () => {
    const pods = objects.flatMap(({ spec }) => podSpecsIn(spec));
    expect(pods.length).toBe(3);
    for (const pod of pods) {
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      });
      for (const container of pod.containers) {
        expect(container).toMatchObject({
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          resources: { requests: expect.anything(), limits: expect.anything() },
        });
      }
    }
  });

  test("the order of activities and of the target's keys decides nothing", () => {
    const reversed = {
      ...target,
      environment: backwards(target.environment),
      bridges: Object.fromEntries(
        Object.entries(backwards(target.bridges)).map(([name, bridge]) => [
          name,
          bridge.managed ? { ...bridge, selector: backwards(bridge.selector) } : bridge,
        ]),
      ),
    };
    const text = (it: ReturnType<typeof project>) => it.map((file) => serialize(file.objects, { target: "x" }));
    expect(text(project(activities.toReversed(), reversed))).toEqual(text(files));
  });
});

function podSpecsIn(spec: unknown): { readonly containers: readonly object[] }[] {
  const { template } = (spec ?? {}) as { template?: { spec: { containers: readonly object[] } } };
  return template ? [template.spec] : [];
}

function backwards<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(map).reverse());
}

const find = (objects: readonly KubernetesObject[], kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

const runtimeOf = (...input: Parameters<typeof project>) =>
  project(...input).find(({ file }) => file === "20-runtime.yaml")?.objects ?? [];

describe("the list of projections", () => {
  test("a file belongs to one projection, and the files' names sort as the list does", () => {
    const files = projections.map(({ file }) => file);
    expect(files).toEqual([...new Set(files)].sort());
  });
});

describe("environment", () => {
  test("a managed bridge is reached inside the cluster, an existing one by its URL", () => {
    expect(find(runtimeOf([], edge), "ConfigMap", "actcore-runtime-env")?.data).toEqual({
      ARCHIVE_URL: "https://archive.example.org",
      REPORTS_URL: "http://reports.activity-core.svc.cluster.local:8000",
      STATE_HUB_URL: "http://state-hub-bridge.hub.svc.cluster.local:8000",
      TEMPORAL_ADDRESS: "temporal.example.org:7233",
      TEMPORAL_NAMESPACE: "on",
      TEMPORAL_TASK_QUEUE: "0x1F",
    });
  });

  test("a target that was not checked is a bug, and says so", () => {
    expect(() => project([], { ...railiance01, bridges: {} })).toThrow(/declares no bridge "actcore-state-hub-bridge"/);
  });
});

describe("the bridge", () => {
  const configuration = (upstreamHost: string) =>
    find(
      runtimeOf([sweep], {
        ...railiance01,
        bridges: {
          "actcore-state-hub-bridge": { ...stateHubBridge, upstream: { host: upstreamHost, port: 80 } },
        },
      }),
      "ConfigMap",
      "actcore-state-hub-bridge",
    )?.data?.["nginx.conf"];

  test.each([
    ["tunnel", "tunnel.activity-core.svc.cluster.local:80"],
    ["tunnel.hub.svc", "tunnel.hub.svc.cluster.local:80"],
    ["tunnel.hub.svc.cluster.local", "tunnel.hub.svc.cluster.local:80"],
    ["hub.example.org", "hub.example.org:80"],
    ["10.1.2.3", "10.1.2.3:80"],
    ["fd00::1", "[fd00::1]:80"],
  ])("passes on to %s as %s", (host, authority) => {
    expect(configuration(host)).toContain(`set $upstream ${authority};`);
  });

  test("only what is called through it decides how long its pods may take to stop", () => {
    const slow = activity("reports.slow", { base_url_env: "REPORTS_URL", timeout_seconds: 900 });
    const podOf = (name: string, activities: readonly Activity[]) =>
      podSpecsIn(find(runtimeOf(activities, edge), "Deployment", name)?.spec);
    expect(podOf("reports", [slow, sweep])).toMatchObject([{ terminationGracePeriodSeconds: 930 }]);
    expect(podOf("reports", [sweep])).toMatchObject([{ terminationGracePeriodSeconds: 30 }]);
    expect(podOf("actcore-worker", [slow, sweep])).toMatchObject([{ terminationGracePeriodSeconds: 930 }]);
  });

  test("one that exists already, and a worker that is not ours, get no objects", () => {
    const bridges = { "actcore-state-hub-bridge": edge.bridges["state-hub"] ?? stateHubBridge };
    const worker = { ...railiance01.worker, managed: false };
    const made = runtimeOf([sweep], { ...railiance01, bridges, worker });
    expect(made.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "ConfigMap actcore-runtime-env",
      expect.stringMatching(/^ConfigMap actcore-definitions-[0-9a-f]{10}$/),
      "ConfigMap actcore-definitions",
      "ServiceAccount actcore-sync",
      "NetworkPolicy actcore-sync",
    ]);
  });
});

describe("secrets", () => {
  test("a Secret key that a header refers to is a file, once", () => {
    const again = activity("reports.again", edgeActivities[0]?.invoke);
    const worker = find(runtimeOf([...edgeActivities, again], edge), "Deployment", "actcore-worker");
    expect(podSpecsIn(worker?.spec)).toMatchObject([
      {
        containers: [{ volumeMounts: [{ name: "secrets", mountPath: "/etc/actcore/secrets", readOnly: true }, {}] }],
        volumes: [
          {
            name: "secrets",
            projected: {
              sources: [
                { secret: { name: "constructor", items: [{ key: "key", path: "constructor/key" }] } },
                {
                  secret: {
                    name: "reports-token",
                    items: [
                      { key: "Tenant", path: "reports-token/Tenant" },
                      { key: "authorization", path: "reports-token/authorization" },
                    ],
                  },
                },
              ],
            },
          },
          {},
        ],
      },
    ]);
  });
});

describe("network policies", () => {
  const egressTo = (address: string) => {
    const target = { ...railiance01, temporal: { ...railiance01.temporal, address } };
    const { egress } = (find(runtimeOf([], target), "NetworkPolicy", "actcore-sync")?.spec ?? {}) as {
      egress?: object[];
    };
    return egress?.[1];
  };
  const inNamespace = (name: string) => [
    { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } },
  ];

  test.each([
    ["temporal.t.svc.cluster.local:7233", { to: inNamespace("t"), ports: [{ protocol: "TCP", port: 7233 }] }],
    ["temporal.t.svc:80", { to: inNamespace("t"), ports: [{ protocol: "TCP", port: 80 }] }],
    ["0.temporal.t.svc.cluster.local:7233", { to: inNamespace("t"), ports: [{ protocol: "TCP", port: 7233 }] }],
    ["svc.svc.svc.cluster.local:7233", { to: inNamespace("svc"), ports: [{ protocol: "TCP", port: 7233 }] }],
    ["temporal:7233", { to: inNamespace("activity-core"), ports: [{ protocol: "TCP", port: 7233 }] }],
    ["temporal.example.org:443", { ports: [{ protocol: "TCP", port: 443 }] }],
  ])("Temporal at %s", (address, rule) => {
    expect(egressTo(address)).toEqual(rule);
  });
});
