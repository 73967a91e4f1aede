import { describe, expect, test } from "vitest";
import type { ApiCall, Cluster } from "../../src/cluster/api-call.ts";
import { missingAccess, readClusterUid } from "../../src/cluster/identity.ts";
import { NAMESPACE_RULES } from "../../src/project/access.ts";

/** An API server that gives one answer, and remembers what it was asked. */
function answering(answer: unknown): Cluster & { readonly calls: readonly ApiCall[] } {
  const calls: ApiCall[] = [];
  return {
    calls,
    server: "https://127.0.0.1",
    context: "default",
    user: "default",
    call: async (call) => {
      calls.push(call);
      return answer;
    },
    callForText: async () => "",
    serverTime: () => 0,
  };
}

describe("access that is missing", () => {
  const missing = (resourceRules: readonly object[], status: object = {}) =>
    missingAccess(answering({ status: { resourceRules, ...status } }), "activity-core", NAMESPACE_RULES);

  test("is none where the rules are granted as they are, or by asterisks", async () => {
    expect(await missing(NAMESPACE_RULES)).toEqual([]);
    expect(await missing([{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }])).toEqual([]);
  });

  test("is told verb by verb, for each resource by itself", async () => {
    const granted = NAMESPACE_RULES.map((rule) =>
      rule.resources.includes("configmaps") ? { ...rule, verbs: ["get", "list"] } : rule,
    );
    const verbs = ["create", "patch", "delete"];
    expect(await missing(granted)).toEqual(
      ["configmaps", "serviceaccounts", "services"].map((it) => ({ apiGroups: [""], resources: [it], verbs })),
    );
  });

  test("is not granted by a rule for some names, nor by one of another group", async () => {
    const jobs = { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "list", "create", "patch"] };
    const others = NAMESPACE_RULES.filter(({ resources }) => !resources.includes("jobs"));
    expect(await missing([...others, { ...jobs, resourceNames: ["one"] }])).toEqual([jobs]);
    expect(await missing([...others, { ...jobs, apiGroups: ["apps"] }])).toEqual([jobs]);
  });

  test("is everything where nothing is granted, and not judged where the API server does not know", async () => {
    expect((await missing([])).length).toBe(NAMESPACE_RULES.flatMap(({ resources }) => resources).length);
    expect(await missing([], { incomplete: true })).toEqual([]);
  });
});

test("a cluster is told by the UID of its namespace kube-system, in one call that changes nothing", async () => {
  const cluster = answering({ metadata: { name: "kube-system", uid: "7d0c1f52" } });
  expect(await readClusterUid(cluster)).toBe("7d0c1f52");
  expect(cluster.calls.map(({ verb, path }) => `${verb} ${path}`)).toEqual(["get /api/v1/namespaces/kube-system"]);
  expect(await readClusterUid(answering({}))).toBe("");
});
