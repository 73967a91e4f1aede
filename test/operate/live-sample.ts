import type { LiveObject } from "../../src/cluster/live-object.ts";
import { type Kind, PROJECTED_KINDS } from "../../src/cluster/resources.ts";
import type { Activity } from "../../src/model/activity.ts";
import type { Target } from "../../src/model/target.ts";
import { liveState } from "../../src/operate/live-state.ts";
import type { ProjectedTarget } from "../../src/operate/projected-target.ts";
import type { Receipt } from "../../src/operate/receipts.ts";
import type { KubernetesObject } from "../../src/project/projection.ts";
import { runtime } from "../../src/project/runtime.ts";
import { syncJob } from "../../src/project/sync-job.ts";
import { project } from "../project/packed.ts";
import { railiance01, sweep } from "../project/sample.ts";

/** What a target is to have, of whole activities. */
export function projectedTarget(
  activities: readonly Activity[] = [sweep],
  target: Target = railiance01,
): ProjectedTarget {
  const files = project(activities, target);
  const objectsIn = (name: string) => files.find(({ file }) => file === name)?.objects ?? [];
  const [job] = objectsIn(syncJob.file);
  if (!job) throw new Error("no Job is projected");
  return { target, objects: objectsIn(runtime.file), job, commit: "9fceb02d0a", isDirty: false };
}

/** An object as the API server would have it. */
function live(object: KubernetesObject): LiveObject {
  const status = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
  const { apiVersion: _version, kind: _kind, ...members } = object;
  const metadata = { ...object.metadata, uid: "u", resourceVersion: "1", generation: 1, managedFields: [] };
  return { ...members, metadata, ...(object.kind === "Deployment" ? { status } : {}) };
}

/** A sync Job of some name at a stage. */
export function job(name: string, stage: "running" | "suspended" | "Complete" | "Failed" = "running"): LiveObject {
  const isEnded = stage === "Complete" || stage === "Failed";
  return {
    metadata: { name, labels: { "app.kubernetes.io/component": "sync" } },
    spec: { suspend: stage === "suspended" },
    status: isEnded ? { conditions: [{ type: stage, status: "True", reason: "Reason" }] } : {},
  };
}

/** A receipt of a projection's hash. */
export function receipt(number: number, hash: string, more: Partial<Receipt> = {}): Receipt {
  return {
    number,
    outcome: "ok",
    hash,
    job: `actcore-sync-${hash}-a1`,
    at: "2026-06-22T10:00:04.000Z",
    who: "ann@bastion",
    commit: "9fceb02d0ae598e95dc970b74767f19372d61af8",
    is_dirty: false,
    activities: 1,
    shards: [],
    ...more,
  };
}

/** A namespace that has these objects, Jobs and receipts. */
export function namespaceOf(
  objects: readonly KubernetesObject[],
  jobs: readonly LiveObject[] = [],
  receipts: readonly Receipt[] = [],
) {
  const labels = objects[0]?.metadata.labels ?? {};
  const receiptsObject: LiveObject = {
    metadata: { name: "actcore-receipts", labels: { ...labels, "app.kubernetes.io/component": "receipts" } },
    data: { "receipts.json": JSON.stringify(receipts) },
  };
  const lists = PROJECTED_KINDS.map((kind): [Kind, readonly LiveObject[]] => {
    const own = objects.filter((object) => object.kind === kind).map(live);
    return [kind, kind === "ConfigMap" && receipts.length > 0 ? [...own, receiptsObject] : own];
  });
  return liveState([...lists, ["Job", jobs]]);
}
