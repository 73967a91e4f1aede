import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { IKeyToPath, IVolume, IVolumeProjection } from "kubernetes-models/v1";
import { ConfigurationError, entriesOf } from "./configuration.ts";
import { fieldOf } from "./downward-fields.ts";
import type { NodeContext } from "./node-context.ts";
import type { Pod } from "./pod.ts";

/**
 * Fills a folder for each volume of a pod and returns where each is. They are filled once: what changes in a config map
 * later does not reach a pod that runs.
 */
export async function prepareVolumes(node: NodeContext, pod: Pod, folder: string): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) {
    const place = join(folder, volume.name);
    mkdirSync(place, { recursive: true });
    try {
      places.set(volume.name, await filled(node, pod, volume, place));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      throw new ConfigurationError(`MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`);
    }
  }
  return places;
}

async function filled(node: NodeContext, pod: Pod, volume: IVolume, place: string): Promise<string> {
  const { name: _name, emptyDir, hostPath, configMap, secret, projected, ...others } = volume;
  for (const kind of Object.keys(others)) throw new ConfigurationError(`this node does not know ${kind}`);
  if (hostPath) return hostPath.path;
  if (configMap) await project(node, pod, { configMap }, place);
  if (secret) {
    const { secretName, items, optional } = secret;
    const source = { ...(items && { items }), ...(optional !== undefined && { optional }) };
    await project(node, pod, { secret: { name: secretName ?? "", ...source } }, place);
  }
  for (const source of projected?.sources ?? []) await project(node, pod, source, place);
  return place;
}

async function project(node: NodeContext, pod: Pod, source: IVolumeProjection, place: string): Promise<void> {
  const { namespace } = pod.metadata;
  for (const [kind, reference] of [
    ["ConfigMap", source.configMap],
    ["Secret", source.secret],
  ] as const) {
    if (!reference) continue;
    const { name = "", optional, items } = reference;
    writeItems(place, await entriesOf(node.api, { kind, namespace, name, optional }), items);
  }
  if (source.serviceAccountToken) {
    const { path, expirationSeconds = 3600, audience } = source.serviceAccountToken;
    write(place, path, await serviceAccountToken(node, pod, expirationSeconds, audience));
  }
  for (const { path, fieldRef } of source.downwardAPI?.items ?? [])
    write(place, path, fieldOf(pod, fieldRef?.fieldPath ?? "", node.name));
}

function writeItems(
  place: string,
  entries: ReadonlyMap<string, Buffer>,
  items: readonly IKeyToPath[] | undefined,
): void {
  const chosen = items ?? [...entries.keys()].map((key) => ({ key, path: key }));
  for (const { key, path } of chosen) {
    const value = entries.get(key);
    if (value === undefined) throw new ConfigurationError(`references non-existent config key: ${key}`);
    write(place, path, value);
  }
}

function write(place: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(place, path)), { recursive: true });
  writeFileSync(join(place, path), content);
}

async function serviceAccountToken(node: NodeContext, pod: Pod, expirationSeconds: number, audience?: string) {
  const { name, namespace, uid } = pod.metadata;
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${pod.spec.serviceAccountName ?? "default"}/token`;
  const boundObjectRef = { apiVersion: "v1", kind: "Pod", name, uid };
  const spec = { expirationSeconds, boundObjectRef, ...(audience === undefined ? {} : { audiences: [audience] }) };
  const answer = await node.api.request("POST", path, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec,
  });
  return answer.status.token as string;
}
