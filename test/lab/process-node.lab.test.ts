import { expect, test, vi } from "vitest";
import type { Json } from "./api-client.ts";
import { sharedCluster } from "./shared-cluster.ts";
import { deploymentOf, jobOf } from "./workload.ts";

const NAMESPACE = "process-node";
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const PATIENCE = { timeout: 60_000, interval: 100 };

const cluster = sharedCluster();
await cluster.createNamespace(NAMESPACE, { "pod-security.kubernetes.io/enforce": "restricted" });
cluster.setImage("tools:1", { scripts: { say: '#!/bin/sh\necho "$@"\n' } });

const sh = (script: string) => ({ image: "tools:1", command: ["sh", "-c", script] });

async function podsOf(selector: string): Promise<Json[]> {
  return (await cluster.api("GET", `${PODS}?labelSelector=${encodeURIComponent(selector)}`)).items;
}

/** Creates a Job and returns its first pod as soon as `look` finds in its container's state what it wants. */
async function runJob(
  name: string,
  workload: Parameters<typeof jobOf>[1],
  look: (state: Json) => boolean,
): Promise<Json> {
  await cluster.api("POST", JOBS, jobOf(name, workload));
  return podWith(name, look);
}

function podWith(job: string, look: (state: Json) => boolean): Promise<Json> {
  return vi.waitFor(async () => {
    const [pod] = await podsOf(`batch.kubernetes.io/job-name=${job}`);
    const state = pod?.status?.containerStatuses?.[0]?.state;
    expect(state && look(state), JSON.stringify(pod?.status)).toBeTruthy();
    return pod;
  }, PATIENCE);
}

const logOf = (pod: Json, query = "") => cluster.api("GET", `${PODS}/${pod.metadata.name}/log?${query}`);
const stateOf = (pod: Json) => pod.status.containerStatuses[0].state;
const isTerminated = ({ terminated }: Json) => terminated !== undefined;

async function eventsOf(pod: Json): Promise<string[]> {
  const selector = `involvedObject.uid=${pod.metadata.uid}`;
  const { items } = await cluster.api("GET", `/api/v1/namespaces/${NAMESPACE}/events?fieldSelector=${selector}`);
  return items.map(({ type, reason, message }: Json) => `${type} ${reason} ${message}`);
}

test("a Job sees its configuration, completes, and its log is served", async () => {
  await cluster.apply(`
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: ${NAMESPACE} }
data: { COLOUR: blue, file.txt: "from a config map" }
---
apiVersion: v1
kind: Secret
metadata: { name: credentials, namespace: ${NAMESPACE} }
stringData: { password: swordfish }
`);
  const script = `
    say $COLOUR $PASSWORD $JOB; cat /etc/all/file.txt /etc/all/password; echo
    say kept > /scratch/kept && say refused > /etc/all/new || say read-only; cat /scratch/*`;
  const pod = await runJob(
    "configured",
    {
      ...sh(script),
      envFrom: [{ configMapRef: { name: "settings" } }],
      env: [
        { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "credentials", key: "password" } } },
        { name: "JOB", valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } } },
      ],
      volumeMounts: [
        { name: "all", mountPath: "/etc/all", readOnly: true },
        { name: "scratch", mountPath: "/scratch" },
      ],
      volumes: [
        { name: "scratch", emptyDir: {} },
        {
          name: "all",
          projected: { sources: [{ configMap: { name: "settings" } }, { secret: { name: "credentials" } }] },
        },
      ],
    },
    isTerminated,
  );
  expect(await logOf(pod)).toBe(
    "blue swordfish configured\nfrom a config mapswordfish\nsh: 3: cannot create /etc/all/new: Read-only file system\nread-only\nkept\n",
  );
  expect(await logOf(pod, "tailLines=1")).toBe("kept\n");
  await vi.waitFor(async () => {
    expect((await cluster.api("GET", `${JOBS}/configured`)).status).toMatchObject({ succeeded: 1 });
  }, PATIENCE);
});

test("a Job that fails shows its exit code and the first 4,096 bytes of its message", async () => {
  const script = "head -c 5000 /dev/zero | tr '\\0' x > /dev/termination-log; exit 3";
  const pod = await runJob("failing", sh(script), isTerminated);
  expect(stateOf(pod).terminated).toMatchObject({ exitCode: 3, reason: "Error", message: "x".repeat(4096) });
  await vi.waitFor(async () => {
    const { status } = await cluster.api("GET", `${JOBS}/failing`);
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Failed", status: "True" }));
  }, PATIENCE);
});

test("a command that the image lacks is a container that does not start", async () => {
  const pod = await runJob("commandless", { image: "tools:1", command: ["nonesuch"] }, isTerminated);
  expect(stateOf(pod).terminated).toMatchObject({ exitCode: 128, reason: "StartError" });
  expect(stateOf(pod).terminated.message).toContain('exec: "nonesuch": executable file not found in $PATH');
});

test("an image that is nowhere is not pulled, and the events say so", async () => {
  const unknown = { image: "registry.test/nowhere:2", command: ["say"] };
  const pod = await runJob("imageless", unknown, ({ waiting }) => waiting?.reason === "ImagePullBackOff");
  await expect(logOf(pod)).rejects.toThrow("is waiting to start: trying and failing to pull image");
  await vi.waitFor(async () => {
    expect(await eventsOf(pod)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Warning Failed Failed to pull image "registry.test\/nowhere:2": .*: not found$/),
        "Warning Failed Error: ErrImagePull",
        'Normal BackOff Back-off pulling image "registry.test/nowhere:2"',
      ]),
    );
  }, PATIENCE);
});

test("a secret that is missing is waited for", async () => {
  const env = [{ name: "URL", valueFrom: { secretKeyRef: { name: "late", key: "url" } } }];
  const isMisconfigured = ({ waiting }: Json) => waiting?.reason === "CreateContainerConfigError";
  const pod = await runJob("secretless", { ...sh('say "$URL"'), env }, isMisconfigured);
  expect(stateOf(pod).waiting.message).toBe('secret "late" not found');
  expect(await eventsOf(pod)).toContain('Warning Failed Error: secret "late" not found');
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "late" }, stringData: { url: "there" } };
  await cluster.api("POST", `/api/v1/namespaces/${NAMESPACE}/secrets`, secret);
  expect(await logOf(await podWith("secretless", isTerminated))).toBe("there\n");
});

test("a container that takes more memory than its limit is killed for it", async () => {
  const script = "exec node -e 'const kept = []; for (;;) kept.push(Buffer.alloc(2 ** 20, 1))'";
  const pod = await runJob("greedy", { ...sh(script), resources: { limits: { memory: "96Mi" } } }, isTerminated);
  expect(stateOf(pod).terminated).toMatchObject({ exitCode: 137, reason: "OOMKilled" });
});

test("init containers run first, and the Job fails with them", async () => {
  const job = jobOf("prepared", sh("say never"));
  const [container] = job.spec.template.spec.containers;
  const initContainers = [{ ...container, name: "first", command: ["sh", "-c", "exit 7"] }];
  const spec = { ...job.spec, template: { spec: { ...job.spec.template.spec, initContainers } } };
  await cluster.api("POST", JOBS, { ...job, spec });
  await vi.waitFor(async () => {
    const [pod] = await podsOf("batch.kubernetes.io/job-name=prepared");
    expect(pod?.status.phase).toBe("Failed");
    expect(pod.status.initContainerStatuses[0].state.terminated.exitCode).toBe(7);
  }, PATIENCE);
});

test("a log is followed to its end; suspending a Job ends its pod in order", async () => {
  const script = 'trap "say asked to end; exit 0" TERM; say begun; while :; do sleep 0.1; done';
  const pod = await runJob("endless", sh(script), ({ running }) => running !== undefined);
  const followed = logOf(pod, "follow=true");
  await vi.waitFor(async () => expect(await logOf(pod)).toBe("begun\n"), PATIENCE);
  await cluster.api("PATCH", `${JOBS}/endless`, { spec: { suspend: true } }, "application/merge-patch+json");
  expect(await followed).toBe("begun\nasked to end\n");
  await vi.waitFor(async () => expect(await podsOf("batch.kubernetes.io/job-name=endless")).toEqual([]), PATIENCE);
});

test("a pod that does not end when asked to is killed when its grace is over", async () => {
  const stubborn = { ...sh('trap "" TERM; while :; do sleep 0.1; done'), terminationGracePeriodSeconds: 1 };
  const pod = await runJob("stubborn", stubborn, ({ running }) => running !== undefined);
  await cluster.api("DELETE", `${PODS}/${pod.metadata.name}`);
  await vi.waitFor(async () => {
    const pods = await podsOf("batch.kubernetes.io/job-name=stubborn");
    expect(pods.map((it) => it.metadata.uid)).not.toContain(pod.metadata.uid);
  }, PATIENCE);
});

test("a container that ends though it is to go on is started again, less and less often", async () => {
  await cluster.api("POST", DEPLOYMENTS, deploymentOf("crashing", sh("say crash; exit 4")));
  const pod = await vi.waitFor(async () => {
    const [found] = await podsOf("app=crashing");
    expect(found?.status.containerStatuses?.[0].state.waiting?.reason).toBe("CrashLoopBackOff");
    return found;
  }, PATIENCE);
  const [{ restartCount, lastState }] = pod.status.containerStatuses;
  expect({ restartCount, lastState }).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 4 } } });
  expect(await logOf(pod, "previous=true")).toBe("crash\n");
});

const PORT = 18_080;

test("a Deployment is rolled out when its probe says so, and again when it changes", async () => {
  const server = `#!/usr/bin/env node
    require("http").createServer((request, response) => response.end()).listen(${PORT}, process.env.LAB_POD_ADDRESS);
    process.on("SIGTERM", () => process.exit(0));`;
  cluster.setImage("server:1", { scripts: { serve: server } });
  cluster.setImage("server:2", { scripts: { serve: server } });
  const deployment = (image: string) =>
    deploymentOf("server", {
      image,
      command: ["serve"],
      readinessProbe: { httpGet: { path: "/", port: PORT }, periodSeconds: 1 },
    });
  const isRolledOut = () =>
    vi.waitFor(async () => {
      const { metadata, status } = await cluster.api("GET", `${DEPLOYMENTS}/server`);
      expect(status.observedGeneration).toBe(metadata.generation);
      expect(status).toMatchObject({ replicas: 1, updatedReplicas: 1, availableReplicas: 1 });
    }, PATIENCE);
  await cluster.api("POST", DEPLOYMENTS, deployment("server:1"));
  await isRolledOut();
  // Both are there for a moment, each at its own address, on one port.
  const change = deployment("server:2");
  await cluster.api("PATCH", `${DEPLOYMENTS}/server`, change, "application/strategic-merge-patch+json");
  await isRolledOut();
});

test("a Service's name leads to this machine, by the hosts file and by the cluster's DNS", async () => {
  const ports = [{ port: 8000 }];
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "there" },
    spec: { ports, clusterIP: "None" },
  };
  await cluster.api("POST", `/api/v1/namespaces/${NAMESPACE}/services`, service);
  const script = `
    const { lookup, Resolver } = require("node:dns").promises;
    (async () => {
      const resolver = new Resolver();
      resolver.setServers([(await lookup("kube-dns.kube-system.svc.cluster.local")).address]);
      for (const name of ["there", "nowhere"]) {
        const full = name + ".${NAMESPACE}.svc.cluster.local";
        const found = await lookup(full).then(({ address }) => address, ({ code }) => code);
        console.log(name, found, await resolver.resolve4(full).catch(({ code }) => code));
      }
    })();`;
  const pod = await runJob("names", { image: "tools:1", command: [process.execPath, "-e", script] }, isTerminated);
  expect(await logOf(pod)).toBe("there 127.0.0.1 [ '127.0.0.1' ]\nnowhere ENOTFOUND ENOTFOUND\n");
});
