import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "./api-client.ts";
import { kubelabProgram } from "./build-kubelab.ts";
import { Cluster } from "./cluster.ts";
import { startControlPlane } from "./control-plane.ts";
import { startProcessNode } from "./start-process-node.ts";
import { until } from "./until.ts";

/** Users beside the administrator that every lab knows. */
const USERS = ["operator", "operator-2", "viewer", "stranger", "user-1", "user-2", "user-3", "user-4", "user-5"];

export interface LabOptions {
  /** Without one there is an API server and no more: nothing runs, and Jobs make no pods. With one by default. */
  readonly node?: boolean;
}

/** A cluster that was started here, and is stopped here. */
export class Lab extends Cluster {
  /** Which makes the API server go away under whoever uses it; data are kept, and so is the port. */
  readonly stopApiServer: () => Promise<void>;
  readonly startApiServer: () => Promise<void>;
  /** Ends every process of it and removes its folder. */
  readonly stop: () => Promise<void>;

  constructor(address: Cluster["address"], ends: Pick<Lab, "stopApiServer" | "startApiServer" | "stop">) {
    super(address);
    this.stopApiServer = ends.stopApiServer;
    this.startApiServer = ends.startApiServer;
    this.stop = ends.stop;
  }
}

/** Starts a cluster of its own on free ports of 127.0.0.1; any number of them may run. It takes about 5 s. */
export async function startLab({ node: withNode = true }: LabOptions = {}): Promise<Lab> {
  const program = await kubelabProgram();
  const folder = mkdtempSync(join(tmpdir(), "actdef-lab-"));
  // Processes end by themselves with this one; their files do not.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "images.json"), "{}");
  const plane = await startControlPlane(program, folder, USERS);
  if (withNode) await plane.startControllers();
  const node = withNode ? await startProcessNode(folder, plane.url, plane.tokens["system:node:lab"] ?? "") : undefined;
  const address = { folder, url: plane.url, ca: plane.ca, tokens: plane.tokens, hasNode: withNode };
  const lab: Lab = new Lab(address, {
    stopApiServer: plane.stopApiServer,
    startApiServer: plane.startApiServer,
    async stop() {
      lab.close();
      await node?.stop();
      await plane.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
  if (node) await until("a node that is ready", () => hasReadyNode(lab), { check: node.assertAlive });
  return lab;
}

async function hasReadyNode(lab: Lab): Promise<boolean> {
  const { items } = await lab.api("GET", "/api/v1/nodes");
  return items.some(({ spec, status }: Json) => {
    const ready = status.conditions?.some(({ type, status }: Json) => type === "Ready" && status === "True");
    return ready && !spec.taints;
  });
}
