import { readFileSync } from "node:fs";
import { request } from "node:https";
import { afterAll, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { ApiClient } from "./api-client.ts";
import { FaultyProxy } from "./faulty-proxy.ts";
import { sharedCluster } from "./shared-cluster.ts";

const NAMESPACE = "faulty-proxy";
const CONFIG_MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;

const cluster = sharedCluster();
await cluster.createNamespace(NAMESPACE);
const proxy = await FaultyProxy.start(cluster);
beforeEach(() => proxy.clear());
afterAll(() => proxy.stop());

const { clusters, users } = parse(readFileSync(proxy.kubeconfigFor("admin"), "utf8"));
const client = new ApiClient({ url: clusters[0].cluster.server, ca: cluster.ca, token: users[0].user.token });

const configMap = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
const isThere = (name: string) =>
  cluster
    .api("GET", `${CONFIG_MAPS}/${name}`)
    .then(() => true)
    .catch(() => false);

test("it passes on requests and answers, and lists them", async () => {
  await client.request("POST", CONFIG_MAPS, configMap("passed-on"));
  await expect(client.request("GET", `${CONFIG_MAPS}/absent`)).rejects.toMatchObject({ status: 404 });
  expect(proxy.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
    `POST ${CONFIG_MAPS} 201`,
    `GET ${CONFIG_MAPS}/absent 404`,
  ]);
  const stranger = new ApiClient({ url: proxy.url, ca: cluster.ca, token: cluster.address.tokens.stranger ?? "" });
  await expect(stranger.request("GET", CONFIG_MAPS)).rejects.toMatchObject({ status: 403 });
});

test("it answers in the API server's place, only where it is to", async () => {
  proxy.add({ method: "GET", path: /configmaps/, nth: 2, action: { answer: 429, headers: { "retry-after": "1" } } });
  proxy.add({ path: /namespaces$/, action: { answer: 503, headers: { "content-type": "text/html" }, body: "<h1>no" } });
  await client.request("GET", CONFIG_MAPS);
  await expect(client.request("GET", CONFIG_MAPS)).rejects.toMatchObject({ status: 429 });
  await client.request("GET", CONFIG_MAPS);
  await expect(client.request("GET", "/api/v1/namespaces")).rejects.toThrow("503 <h1>no");
  expect(proxy.requests.map(({ status }) => status)).toEqual([200, 429, 200, 503]);
});

test("it resets before anything is done, or after all of it", async () => {
  proxy.add({ method: "POST", nth: 1, action: { reset: "before" } });
  proxy.add({ method: "POST", nth: 2, action: { reset: "after" } });
  await expect(client.request("POST", CONFIG_MAPS, configMap("before"))).rejects.toMatchObject({ code: "ECONNRESET" });
  await expect(client.request("POST", CONFIG_MAPS, configMap("after"))).rejects.toMatchObject({ code: "ECONNRESET" });
  expect([await isThere("before"), await isThere("after")]).toEqual([false, true]);
  expect(proxy.requests.map(({ status }) => status)).toEqual([undefined, undefined]);
});

test("it resets in the middle of an answer", async () => {
  proxy.add({ action: { reset: "midway" } });
  await expect(client.watch(`${CONFIG_MAPS}?watch=1`, () => {})).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("it hangs", async () => {
  proxy.add({ action: { hang: true } });
  const signal = AbortSignal.timeout(300);
  const hanging = new Promise((answered, failed) => {
    request(new URL(CONFIG_MAPS, proxy.url), { ca: cluster.ca, signal }, answered).on("error", failed).end();
  });
  await expect(hanging).rejects.toMatchObject({ name: "AbortError" });
});

test("it tells of a request before it is passed on, and of an answer before the client learns of it", async () => {
  const seen: string[] = [];
  proxy.onRequest = async ({ method }) => {
    seen.push(`${method}: ${await isThere("told")}`);
  };
  proxy.onAnswer = async ({ method }, status) => {
    seen.push(`${method} ${status}: ${await isThere("told")}`);
  };
  await client.request("POST", CONFIG_MAPS, configMap("told"));
  expect(seen).toEqual(["POST: false", "POST 201: true"]);
});
