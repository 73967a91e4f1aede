import { mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { ApiClient, type Json } from "./api-client.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import type { Image } from "./process-node/image.ts";
import { until } from "./until.ts";

/** Plain data, so that a test's own process can be given the cluster that another process started. */
export interface ClusterAddress {
  readonly folder: string;
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** User name to bearer token. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Whether anything runs pods, and makes a namespace's service account. */
  readonly hasNode: boolean;
}

/** What an image of the lab holds: a folder, or the scripts of one that is made of them. */
export interface ImageContent extends Partial<Image> {
  /** Command name to the text of its script, `#!` line included. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** A running cluster as tests use it: as administrator to arrange and to look, as other users through kubeconfigs. */
export class Cluster {
  readonly address: ClusterAddress;
  readonly #client: ApiClient;

  constructor(address: ClusterAddress) {
    this.address = address;
    this.#client = new ApiClient({ url: address.url, ca: address.ca, token: address.tokens.admin ?? "" });
  }

  get url(): string {
    return this.address.url;
  }

  get ca(): string {
    return this.address.ca;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** The administrator's; a path, as are all kubeconfigs here. */
  get kubeconfig(): string {
    return this.kubeconfigFor("admin");
  }

  /** For a user that the lab was started with; may do what RBAC grants it, and at first nothing. */
  kubeconfigFor(user: string, server = this.url): string {
    const token = this.address.tokens[user];
    if (token === undefined) throw new Error(`${user} is no user of this lab: ${Object.keys(this.address.tokens)}`);
    return this.kubeconfigWith(token, server);
  }

  /** For any bearer token, also one that the cluster does not know, and any server, such as a proxy. */
  kubeconfigWith(token: string, server = this.url): string {
    const folder = join(this.address.folder, "kubeconfigs");
    mkdirSync(folder, { recursive: true });
    const certificateAuthority = join(this.address.folder, "pki/ca.crt");
    const name = `${token.slice(0, 12).replaceAll(/\W/g, "-")}-${new URL(server).port}.yaml`;
    return writeKubeconfig(join(folder, name), { server, certificateAuthority, token });
  }

  /** A request as administrator: the parsed answer, or an `ApiError`. */
  api(method: string, path: string, body?: unknown, contentType?: string): Promise<Json> {
    return this.#client.request(method, path, body, contentType);
  }

  /** Makes it and waits until pods can be made in it. */
  async createNamespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.api("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
    if (!this.address.hasNode) return;
    await until(`${name}'s service account`, () =>
      this.api("GET", `/api/v1/namespaces/${name}/serviceaccounts/default`),
    );
  }

  /** Applies manifests (YAML, any number of documents) by server-side apply as administrator. */
  async apply(manifests: string): Promise<void> {
    const objects: Json[] = parseAllDocuments(manifests).map((document) => document.toJS());
    for (const object of objects.filter(Boolean)) {
      const path = `${await this.#pathOf(object)}?fieldManager=lab&force=true`;
      await this.api("PATCH", path, object, "application/apply-patch+yaml");
    }
  }

  async #pathOf({ apiVersion, kind, metadata }: Json): Promise<string> {
    const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { resources } = await this.api("GET", base);
    const resource = resources.find((it: Json) => it.kind === kind && !it.name.includes("/"));
    const scope = resource.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
    return `${base}${scope}/${resource.name}/${metadata.name}`;
  }

  /** Makes an image known to the node, or replaces it; pods that wait for it start when they try again. */
  setImage(name: string, { scripts, ...image }: ImageContent): void {
    const folder = join(this.address.folder, "images");
    mkdirSync(folder, { recursive: true });
    // A new one each time: containers of the image as it was may still run.
    const own = mkdtempSync(join(folder, `${name.replaceAll(/[^\w.-]/g, "_")}-`));
    mkdirSync(join(own, "bin"));
    for (const [command, text] of Object.entries(scripts ?? {}))
      writeFileSync(join(own, "bin", command), text, { mode: 0o755 });
    this.#writeImages({ ...this.#images(), [name]: { folder: own, ...image } });
  }

  removeImage(name: string): void {
    const { [name]: _removed, ...others } = this.#images();
    this.#writeImages(others);
  }

  close(): void {
    this.#client.close();
  }

  #images(): Record<string, Image> {
    return JSON.parse(readFileSync(join(this.address.folder, "images.json"), "utf8"));
  }

  #writeImages(images: Readonly<Record<string, Image>>): void {
    const path = join(this.address.folder, "images.json");
    writeFileSync(`${path}.new`, JSON.stringify(images, null, 2));
    renameSync(`${path}.new`, path);
  }
}
