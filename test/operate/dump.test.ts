import { describe, expect, test } from "vitest";
import { proveDump, readDump } from "../../src/operate/dump.ts";
import { jsonDocuments } from "../../src/operate/json-documents.ts";
import { edge, railiance01 } from "../project/sample.ts";
import { projectedTarget } from "./live-sample.ts";

const { objects } = projectedTarget();
const NAMESPACE = "activity-core";
const list = (items: readonly object[], kind = "List") => JSON.stringify({ apiVersion: "v1", kind, items });
const read = (...texts: string[]) =>
  readDump(
    texts.map((text, index) => ({ name: `${index}.json`, text })),
    NAMESPACE,
  );
const names = (dump: ReturnType<typeof readDump>) =>
  [...dump.live.byKind].flatMap(([kind, found]) => [...found.keys()].map((name) => `${kind} ${name}`)).sort();
const wanted = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

describe("the objects of a dump", () => {
  test("in one list, in a list a kind, one by one, and of several files, are the same", () => {
    const services = objects.filter(({ kind }) => kind === "Service");
    const rest = objects.filter(({ kind }) => kind !== "Service");
    const inItems = services.map(({ kind: _kind, apiVersion: _version, ...item }) => item);
    const alone = objects.map((object) => JSON.stringify(object));
    expect(names(read(list(objects)))).toEqual(wanted);
    expect(names(read(list(inItems, "ServiceList"), list(rest)))).toEqual(wanted);
    expect(names(read(alone.join("\n")))).toEqual(wanted);
    expect(names(read(alone.join("")))).toEqual(wanted);
    expect(names(read(`\uFEFF${JSON.stringify({ kind: "List", items: objects }, null, 4)}\n`))).toEqual(wanted);
  });

  test("of other namespaces and other kinds are left out", () => {
    const elsewhere = objects.map((it) => ({ ...it, metadata: { ...it.metadata, namespace: "x", name: "other" } }));
    const secret = { kind: "Secret", metadata: { name: "s", namespace: NAMESPACE }, data: { key: "c2VjcmV0" } };
    expect(names(read(list([...objects, ...elsewhere, secret])))).toEqual(wanted);
  });

  test("tell which kinds were not asked for; an empty list of a kind was", () => {
    const dump = read(list(objects.filter(({ kind }) => kind !== "Service")));
    expect([...dump.unreadKinds]).toEqual(["Service", "PodDisruptionBudget", "Job"]);
    expect([...read(list(objects), list([], "JobList")).unreadKinds]).toEqual(["PodDisruptionBudget"]);
  });

  test("do not take the Jobs of others for sync Jobs", () => {
    const labels = { "app.kubernetes.io/component": "sync" };
    const foreign = { kind: "Job", metadata: { name: "backup", namespace: NAMESPACE, labels } };
    expect(read(list([...objects, foreign])).live.jobs).toEqual([]);
  });
});

describe("a dump that cannot be used", () => {
  test.each([
    ["is cut in an object", list(objects).slice(0, 5000), /^0\.json is cut: the object that begins on line 1/],
    ["is cut in its second document", `{"kind":"List","items":[]}\n\n{"kind":"Li`, /cut: .* on line 3 has no end/],
    ["is cut in a string that holds braces", '{"a":"}}', /cut/],
    ["is YAML", "apiVersion: v1\nitems: []\n", /not JSON, on line 1: it looks like YAML/],
    ["is an error of kubectl", "Error from server (Forbidden)\n", /not JSON, on line 1$/],
    ["is JSON that is broken in the middle", '{"kind":"List","items":[,]}', /not JSON/],
    ["is no object", "[]", /not JSON/],
    ["is of something else", '{"answer":42}', /no object of Kubernetes/],
    ["has items without a name", '{"kind":"List","items":[{"kind":"Service"}]}', /no object of Kubernetes/],
    ["has null for an item", '{"kind":"List","items":[null]}', /no object of Kubernetes/],
    ["is empty", "", /no object of namespace activity-core/],
    [
      "is of another namespace",
      list([{ kind: "Service", metadata: { name: "a", namespace: "staging" } }]),
      /of namespace staging, and the target's is activity-core/,
    ],
  ])("%s", (_, text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ kind: "usage", message: expect.stringMatching(message) }),
    );
  });
});

describe("which cluster a dump is of", () => {
  const identity = (uid: string) => ({ kind: "Namespace", metadata: { name: "kube-system", uid } });
  const uid = edge.cluster.uid ?? "";

  test("is proved by the namespace kube-system alone", () => {
    expect(proveDump(read(list([...objects, identity(uid)])), edge)).toBe(uid);
    expect(proveDump(read(list(objects)), edge)).toBeNull();
    expect(proveDump(read(list([...objects, identity(uid)])), railiance01)).toBeNull();
  });

  test("is refused where it is another", () => {
    const dump = read(list([...objects, identity("other")]));
    expect(() => proveDump(dump, edge)).toThrow(expect.objectContaining({ kind: "refused" }));
  });
});

test("documents end where their braces do, whatever their strings hold", () => {
  const texts = ['{"a":"}{"}', '{"a":"\\"}","b":{"c":"\\\\"}}', "{}", '{"line":"a\\nb"}'];
  expect(jsonDocuments(texts.join(" \n"))).toEqual({ documents: texts.map((text) => JSON.parse(text)) });
});
