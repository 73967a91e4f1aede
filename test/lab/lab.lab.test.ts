import { expect, test, vi } from "vitest";
import type { Json } from "./api-client.ts";
import { sharedCluster } from "./shared-cluster.ts";

const cluster = sharedCluster();
const NAMESPACE = "lab";
await cluster.createNamespace(NAMESPACE, { "pod-security.kubernetes.io/enforce": "restricted" });

const PATIENCE = { timeout: 60_000, interval: 100 };

test("a Job completes", async () => {
  cluster.setImage("tool:1", { scripts: { tool: "#!/bin/sh\necho hello\n" } });
  const securityContext = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
  await cluster.api("POST", `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "job" },
    spec: {
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [{ name: "tool", image: "tool:1", command: ["tool"], securityContext }],
        },
      },
    },
  });
  await vi.waitFor(async () => {
    const job: Json = await cluster.api("GET", `/apis/batch/v1/namespaces/${NAMESPACE}/jobs/job`);
    expect(job.status.succeeded).toBe(1);
  }, PATIENCE);
});
