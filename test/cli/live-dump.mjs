#!/usr/bin/env node
// Prints what `kubectl get … -o json` would, if a sync had brought the manifests of railiance01 to its cluster.
//   live-dump [--receipt ok|pending|failed|none] [--without <Kind>/<name> or <Kind>]... [--with <Kind>/<name>]...
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parseAllDocuments } from "yaml";

const list = { type: "string", multiple: true, default: [] };
const { values } = parseArgs({
  options: { receipt: { type: "string", default: "ok" }, without: list, with: list },
});
const objectsIn = (file) =>
  parseAllDocuments(readFileSync(`k8s/generated/railiance01/${file}`, "utf8")).map((document) => document.toJS());
const runtime = objectsIn("20-runtime.yaml");
const [job] = objectsIn("30-actcore-sync.yaml");
const { namespace } = job.metadata;
const owner = { "app.kubernetes.io/part-of": "activity-core", "app.kubernetes.io/managed-by": "actdef" };

function receipts() {
  if (values.receipt === "none") return [];
  const receipt = {
    number: 14,
    outcome: values.receipt,
    hash: /-([0-9a-f]{10})-a1$/.exec(job.metadata.name)[1],
    job: job.metadata.name,
    at: "2026-06-22T10:00:04.000Z",
    who: "ann@bastion",
    commit: "9fceb02d0ae598e95dc970b74767f19372d61af8",
    is_dirty: false,
    activities: 1,
    shards: runtime.map((it) => it.metadata.name).filter((name) => /^actcore-definitions-/.test(name)),
  };
  const data = {
    "receipts.json": JSON.stringify([{ ...receipt, number: 13, outcome: "ok", hash: "0123456789" }, receipt]),
  };
  const labels = { "app.kubernetes.io/component": "receipts", ...owner };
  return [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "actcore-receipts", namespace, labels }, data }];
}

/** What the API server and the controllers add. */
function live(object, index) {
  const metadata = {
    ...object.metadata,
    uid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    generation: 1,
  };
  if (object.kind === "Deployment") {
    const status = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
    return { ...object, metadata, spec: { progressDeadlineSeconds: 600, ...object.spec }, status };
  }
  const complete = { conditions: [{ type: "Complete", status: "True" }] };
  return object.kind === "Job" ? { ...object, metadata, status: complete } : { ...object, metadata };
}

const added = values.with.map((text) => {
  const [kind, name] = text.split("/");
  return { apiVersion: "v1", kind, metadata: { name, namespace, labels: owner } };
});
const isLeft = ({ kind, metadata }) =>
  !values.without.includes(kind) && !values.without.includes(`${kind}/${metadata.name}`);
const items = [...runtime, job, ...receipts(), ...added].map(live).filter(isLeft);
console.log(JSON.stringify({ apiVersion: "v1", kind: "List", items }, null, 4));
