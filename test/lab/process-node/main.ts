// A node of a lab's cluster: runs the pods that are bound to it as processes of this machine. Arguments: the lab's folder,
// the API server's URL, the node's token.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ApiClient } from "../api-client.ts";
import { Events } from "./events.ts";
import { serveLogs } from "./log-server.ts";
import type { Pod } from "./pod.ts";
import { PodRun } from "./pod-run.ts";
import { registerNode, renewLease } from "./registration.ts";
import { serveNames } from "./service-names.ts";

const NAME = "lab";
const PODS = `/api/v1/pods?fieldSelector=spec.nodeName%3D${NAME}`;
const LEASE_MS = 10_000;
const RETRY_MS = 200;

const [folder = "", apiUrl = "", token = ""] = process.argv.slice(2);
const api = new ApiClient({ url: apiUrl, ca: readFileSync(join(folder, "pki/ca.crt"), "utf8"), token });
const node = { name: NAME, folder, apiUrl, api, events: new Events(api, NAME), names: await serveNames(api) };
const runs = new Map<string, PodRun>();

function see(type: string, pod: Pod): void {
  const { uid, deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  const known = runs.get(uid);
  if (type === "DELETED") {
    known
      ?.kill()
      .catch(report)
      .finally(() => runs.delete(uid));
    return;
  }
  if (deletionTimestamp !== undefined) {
    const run = known ?? new PodRun(node, pod);
    runs.set(uid, run);
    run.delete(deletionGracePeriodSeconds ?? 0).catch(report);
    return;
  }
  if (known || pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed") return;
  const run = new PodRun(node, pod);
  runs.set(uid, run);
  run.run().catch(report);
}

function report(error: unknown): void {
  console.error(error);
}

/** With standard input, or when asked to: nothing that runs here outlives it. */
async function end(): Promise<void> {
  await Promise.all([...runs.values()].map((run) => run.kill()));
  process.exit(0);
}
process.on("SIGTERM", end);
process.stdin.on("end", end).on("error", end).resume();

const port = await serveLogs(folder, (namespace, pod, container) =>
  [...runs.values()]
    .find(({ pod: { metadata } }) => metadata.namespace === namespace && metadata.name === pod)
    ?.container(container),
);
await registerNode(api, NAME, port);
await renewLease(api, NAME);
setInterval(() => renewLease(api, NAME).catch(report), LEASE_MS);

for (;;) {
  try {
    const { items, metadata } = await api.request("GET", PODS);
    const present = new Set(items.map((pod: Pod) => pod.metadata.uid));
    for (const { pod } of runs.values()) if (!present.has(pod.metadata.uid)) see("DELETED", pod);
    for (const pod of items) see("ADDED", pod);
    await api.watch(`${PODS}&watch=1&resourceVersion=${metadata.resourceVersion}`, ({ type, object }) => {
      if (type === "ERROR") throw new Error(object.message);
      see(type, object);
    });
  } catch (error) {
    report(error);
  }
  await pause(RETRY_MS);
}
