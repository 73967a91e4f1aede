import { canonicalSha256 } from "../model/canonical-json.ts";
import type { Labels } from "../model/target.ts";
import type { KubernetesObject, ObjectMetadata } from "./projection.ts";

/** `.internal` is reserved for private use, so these names can never be somebody else's domain. */
const CONTENT_SHA256 = "activity-core.internal/content-sha256";
const CONFIG_SHA256 = "activity-core.internal/config-sha256";
export const IMAGE_REVISION = "activity-core.internal/image-revision";

export type Component =
  | "access"
  | "environment"
  | "definitions"
  | "bridge"
  | "worker"
  | "sync"
  | "command"
  | "receipts";

export const NAME_LABEL = "app.kubernetes.io/name";
export const COMPONENT_LABEL = "app.kubernetes.io/component";

/** What every object of ours carries. */
const OWNER_LABELS = { "app.kubernetes.io/part-of": "activity-core", "app.kubernetes.io/managed-by": "actdef" };

/** The label selector of our objects. */
export const OWNER_SELECTOR = Object.entries(OWNER_LABELS)
  .map(([key, value]) => `${key}=${value}`)
  .join(",");

/** The recommended labels; `sync` prunes only what carries them. */
export function labelsOf(name: string, component: Component): Labels {
  return { [NAME_LABEL]: name, [COMPONENT_LABEL]: component, ...OWNER_LABELS };
}

/** Whether an object carries the labels of ours. */
export function isOwned(labels: Labels | undefined): boolean {
  return Object.entries(OWNER_LABELS).every(([key, value]) => labels?.[key] === value);
}

interface Identity extends Omit<ObjectMetadata, "annotations"> {
  readonly apiVersion: string;
  readonly kind: string;
}

/** An object with the annotation that holds the hash of its content. */
export function kubernetesObject(identity: Identity, members: Readonly<Record<string, unknown>>): KubernetesObject {
  const { apiVersion, kind, name, namespace, labels } = identity;
  const object = { ...members, apiVersion, kind, metadata: { name, namespace, labels, annotations: {} } };
  const annotations = { [CONTENT_SHA256]: contentSha256(object) };
  return { apiVersion, kind, metadata: { ...object.metadata, annotations }, ...members };
}

/** SHA-256 of the canonical JSON of an object, the annotation that holds this very hash left out. */
export function contentSha256(object: KubernetesObject): string {
  return canonicalSha256(withoutContentHash(object));
}

/** The hash that an object carries of its content. */
export function statedContentSha256({ metadata }: KubernetesObject): string {
  return metadata.annotations[CONTENT_SHA256] ?? "";
}

/** The content hash that stands in the text of an object; in quotes where it begins with a digit. */
export function contentSha256In(text: string): string | undefined {
  return new RegExp(`^    ${CONTENT_SHA256}: "?([0-9a-f]{64})"?$`, "m").exec(text)?.[1];
}

export function withContentSha256(object: KubernetesObject, sha256: string): KubernetesObject {
  const annotations = { ...object.metadata.annotations, [CONTENT_SHA256]: sha256 };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

export function withoutContentHash(object: KubernetesObject): KubernetesObject {
  const { [CONTENT_SHA256]: _hash, ...annotations } = object.metadata.annotations;
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/**
 * What a pod template carries of a ConfigMap that the pod reads, so that a change restarts the pod: Kubernetes itself
 * would leave a running process with its old configuration.
 */
export function configAnnotation(configMap: KubernetesObject): Labels {
  return { [CONFIG_SHA256]: canonicalSha256(configMap.data) };
}
