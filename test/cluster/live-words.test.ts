import { describe, expect, test } from "vitest";
import type { LiveObject } from "../../src/cluster/live-object.ts";
import { diagnosePod, warnings } from "../../src/cluster/pod-diagnosis.ts";
import { rolloutState } from "../../src/cluster/rollout-state.ts";

describe("a rollout", () => {
  const rollout = (replicas: number | undefined, status: object, generation = 2) =>
    rolloutState({ metadata: { name: "worker", generation }, spec: { replicas }, status });

  test.each([
    ["was not seen by its controller", 2, { observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2 }, false],
    ["has pods to update", 2, { observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 2 }, false],
    ["has old pods to end", 2, { observedGeneration: 2, replicas: 3, updatedReplicas: 2, availableReplicas: 3 }, false],
    ["waits for pods", 2, { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 1 }, false],
    ["has no status yet", 2, {}, false],
    ["is done", 2, { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }, true],
    ["is one pod by default", undefined, { observedGeneration: 2, replicas: 1, updatedReplicas: 1 }, false],
    ["is scaled to none", 0, { observedGeneration: 2 }, true],
  ])("%s", (_, replicas, status, isDone) => expect(rollout(replicas, status).isDone).toBe(isDone));

  test("tells how far it is", () => {
    const words = (status: object) => rollout(2, { observedGeneration: 2, ...status }).words;
    expect(words({ updatedReplicas: 1 })).toBe("1 of 2 updated");
    expect(words({ updatedReplicas: 2, replicas: 3 })).toBe("1 old to end");
    expect(words({ updatedReplicas: 2, replicas: 2, availableReplicas: 1 })).toBe("1 of 2 available");
  });
});

describe("a pod", () => {
  const pod = (status: object): LiveObject => ({
    metadata: { name: "p" },
    spec: { containers: [{ name: "actcore-sync", image: "activity-core:1" }] },
    status,
  });
  const container = (state: object, more: object = {}) => ({ containerStatuses: [{ state, ...more }] });
  const terminated = (exitCode: number, reason: string) => ({ terminated: { exitCode, reason, message: "left this" } });

  test.each([
    ["without a status", {}, { kind: "starting", reason: "", hasLog: false }],
    ["in creation", container({ waiting: { reason: "ContainerCreating" } }), { kind: "starting" }],
    [
      "whose image is not there",
      container({ waiting: { reason: "ErrImagePull", message: "not found" } }),
      { kind: "stuck", reason: "ErrImagePull", message: "not found", image: "activity-core:1" },
    ],
    [
      "whose Secret is not there",
      container({ waiting: { reason: "CreateContainerConfigError", message: 'secret "x" not found' } }),
      { kind: "stuck", reason: "CreateContainerConfigError" },
    ],
    [
      "that no node takes",
      { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" }] },
      { kind: "stuck", reason: "Unschedulable", message: "0/1 nodes" },
    ],
    ["that runs", container({ running: {} }), { kind: "running", hasLog: true, exitCode: undefined }],
    [
      "that succeeded",
      { phase: "Succeeded", ...container(terminated(0, "Completed")) },
      { kind: "succeeded", exitCode: 0, terminationMessage: "left this", hasLog: true },
    ],
    [
      "that failed",
      { phase: "Failed", ...container(terminated(42, "Error")) },
      { kind: "failed", exitCode: 42, reason: "Error", terminationMessage: "left this" },
    ],
    [
      "that was killed for its memory",
      { phase: "Failed", ...container(terminated(137, "OOMKilled")) },
      { kind: "failed", reason: "OOMKilled" },
    ],
    [
      "that its node evicted, without a container's word",
      { phase: "Failed", reason: "Evicted", message: "the node was low on memory" },
      { kind: "failed", reason: "Evicted", message: "the node was low on memory", hasLog: false },
    ],
    [
      "that crashed before and waits to be started again",
      container({ waiting: { reason: "CrashLoopBackOff" } }, { lastState: terminated(1, "Error") }),
      { kind: "stuck", reason: "CrashLoopBackOff", exitCode: 1, hasLog: true },
    ],
  ])("%s", (_, status, diagnosis) => expect(diagnosePod(pod(status))).toMatchObject(diagnosis));
});

test("of events warnings are told, each message once, where it was last", () => {
  const event = (type: string, message: string): LiveObject => ({
    metadata: { name: message },
    type,
    reason: "Failed",
    message,
    involvedObject: { kind: "Pod", name: "p" },
  });
  const events = [event("Warning", "a"), event("Normal", "b"), event("Warning", "c"), event("Warning", "a")];
  expect(warnings(events).map(({ message, about }) => `${message} ${about}`)).toEqual(["c Pod p", "a Pod p"]);
});
