import { type ApiClient, ApiError } from "../api-client.ts";

/** What a pod refers to is not there; the words are the kubelet's. */
export class ConfigurationError extends Error {}

interface Reference {
  readonly kind: "ConfigMap" | "Secret";
  readonly namespace: string;
  readonly name: string;
  readonly optional?: boolean | undefined;
}

/** A config map's or secret's entries as bytes; none where it is optional and missing. */
export async function entriesOf(api: ApiClient, reference: Reference): Promise<Map<string, Buffer>> {
  const { kind, namespace, name, optional } = reference;
  const plural = kind === "Secret" ? "secrets" : "configmaps";
  try {
    const object = await api.request("GET", `/api/v1/namespaces/${namespace}/${plural}/${name}`);
    const bytes = (values: Record<string, string> | undefined, encoding: BufferEncoding) =>
      Object.entries(values ?? {}).map(([key, value]) => [key, Buffer.from(value, encoding)] as const);
    const plain = bytes(object.data, kind === "Secret" ? "base64" : "utf8");
    return new Map([...plain, ...bytes(object.binaryData, "base64")]);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    if (optional) return new Map();
    throw new ConfigurationError(`${kind.toLowerCase()} "${name}" not found`);
  }
}

/** One entry; undefined where it is optional and missing. */
export async function entryOf(api: ApiClient, reference: Reference, key: string): Promise<Buffer | undefined> {
  const value = (await entriesOf(api, reference)).get(key);
  if (value !== undefined || reference.optional) return value;
  throw new ConfigurationError(
    `couldn't find key ${key} in ${reference.kind} ${reference.namespace}/${reference.name}`,
  );
}
