import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { Role, RoleBinding } from "kubernetes-models/rbac.authorization.k8s.io/v1";
import { ConfigMap, Service, ServiceAccount } from "kubernetes-models/v1";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../src/compile.ts";
import type { KubernetesObject } from "../src/project/projection.ts";
import { readDefinitions, readTargets } from "../src/source/discovery.ts";
import { ROOT } from "./transcript.ts";

const MODELS = [ConfigMap, Deployment, Job, NetworkPolicy, Role, RoleBinding, Service, ServiceAccount];

function validate(object: KubernetesObject): void {
  const Model = MODELS.find((model) => new model({} as never).kind === object.kind);
  if (!Model) throw new Error(`no model for the kind ${object.kind}`);
  new Model(object as never).validate();
}

describe("what is committed for railiance01", () => {
  const folder = join(ROOT, "k8s/generated/railiance01");

  test.each(readdirSync(folder))("every object of %s is valid to Kubernetes' own schemas", (name) => {
    const documents = parseAllDocuments(readFileSync(join(folder, name), "utf8"));
    const objects = [...documents].map((document) => document.toJS() as KubernetesObject);
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) expect(() => validate(object)).not.toThrow();
  });

  test("a wrong object would be noticed", () => {
    expect(() =>
      validate({ kind: "Job", apiVersion: "batch/v1", metadata: {}, spec: { template: 5 } } as never),
    ).toThrow();
  });

  test("holds exactly the shipped definition, paused", () => {
    const text = readFileSync(join(folder, "20-runtime.yaml"), "utf8");
    expect(text.match(/"uuid":"[^"]*"/g)).toEqual(['"uuid":"7c4e9a12-8f3b-4d5e-9c6a-1b2d3e4f5a6b"']);
    expect(text).toContain('"enabled":false');
    expect(text).not.toContain("hourly-recently-on-scope");
  });
});

test("the example compiles, for any target that knows its variable", async () => {
  const definitions = readDefinitions(join(ROOT, "examples"));
  const targets = readTargets(ROOT);
  const { diagnostics, outputs } = compile({ definitions, targets, isWholeProject: true });
  expect(diagnostics).toEqual([]);
  expect(outputs.map(({ path }) => path)).toHaveLength(3);
  for (const { objects } of outputs) for (const object of objects) expect(() => validate(object)).not.toThrow();
});
