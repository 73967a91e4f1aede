import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Postgres, startPostgres } from "../services/start-postgres.ts";
import { startTemporal, type Temporal } from "../services/start-temporal.ts";
import { type StateHub, startStateHub } from "../services/state-hub.ts";
import { ROOT } from "../transcript.ts";
import type { Json } from "./api-client.ts";
import type { Cluster } from "./cluster.ts";
import { freePorts } from "./free-ports.ts";
import { nginxImage, runtimeImage } from "./runtime-images.ts";
import { SyncProject, TARGET } from "./sync-project.ts";
import { until } from "./until.ts";

const DATABASE = "activity_core";

/** The shipped project with all that it needs outside of the cluster: a Postgres, a Temporal and a State Hub, none of them used yet. */
export interface RuntimeProject {
  readonly project: SyncProject;
  readonly temporal: Temporal;
  readonly hub: StateHub;
  /** Rows of the project's database, read as an administrator. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

/** Its target leads to the real programs: actcore-sync, actcore-worker, and nginx as the bridge. */
export async function createRuntimeProject(
  cluster: Cluster,
  namespace: string,
  { isAimed = true } = {},
): Promise<RuntimeProject> {
  const [postgres, temporal, hub] = await Promise.all([startPostgres(), startTemporal(), startStateHub()]);
  await createDatabase(postgres);
  const project = await SyncProject.create(cluster, namespace, { isAimed });
  await cluster.api(
    "PATCH",
    `/api/v1/namespaces/${namespace}/secrets/actcore-database`,
    { stringData: { url: postgres.url("actcore", DATABASE) } },
    "application/merge-patch+json",
  );
  // Another project may have been here before.
  await cluster.apply("apiVersion: v1\nkind: Namespace\nmetadata: { name: temporal }\n");
  await createService(cluster, "temporal", "temporal-frontend");
  await createService(cluster, namespace, "state-hub-tunnel");
  const [bridgePort] = await freePorts();
  project.edit(TARGET, /svc\.cluster\.local:7233/, `svc.cluster.local:${temporal.address.split(":")[1]}`);
  project.edit(TARGET, /port: 8000\n(\s+upstream)/, `port: ${bridgePort}\n$1`);
  project.edit(TARGET, /host: state-hub-tunnel.*/, `host: state-hub-tunnel, port: ${hub.port} }`);
  cluster.setImage(project.image, runtimeImage());
  cluster.setImage("nginx:1.27-alpine", nginxImage());
  await project.commit();
  return {
    project,
    temporal,
    hub,
    rows: (sql) => postgres.query(sql, DATABASE),
    async remove() {
      await endPods(cluster, namespace);
      project.remove();
      await Promise.all([postgres.remove(), temporal.remove(), hub.stop()]);
    },
  };
}

/** Else they would go on for as long as the cluster, without the servers that they need. */
async function endPods(cluster: Cluster, namespace: string): Promise<void> {
  await cluster.api("DELETE", `/apis/apps/v1/namespaces/${namespace}/deployments`);
  await until("the pods have ended", async () => {
    const { items } = await cluster.api("GET", `/api/v1/namespaces/${namespace}/pods`);
    const phases = items.map(({ status }: Json) => status.phase);
    return phases.every((phase: string) => phase === "Succeeded" || phase === "Failed");
  });
}

/** With the role that the runtime's README gives. */
async function createDatabase(postgres: Postgres): Promise<void> {
  const readme = readFileSync(join(ROOT, "runtime/README.md"), "utf8");
  await postgres.query(`create database ${DATABASE}`);
  await postgres.query(/```sql\n(.*?)```/s.exec(readme)?.[1] ?? "", DATABASE);
}

/** A name of the cluster for what runs outside of it: in the lab every Service's name leads to this machine. */
async function createService(cluster: Cluster, namespace: string, name: string): Promise<void> {
  await cluster.apply(
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ports: [{ port: 1 }] }\n`,
  );
}
