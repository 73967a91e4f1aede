import { existsSync } from "node:fs";
import { Agent, type RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";

/** Which cluster is asked for. */
export interface KubeconfigChoice {
  readonly file: string;
  /** The file's current context where it is undefined. */
  readonly context: string | undefined;
}

/** A kubeconfig, or one of its entries, that cannot be used; the message says why. */
export class KubeconfigProblem extends Error {
  /** `usage`: it is missing, broken, or has no such context. `refused`: using it would not be safe, or it gave no credentials. */
  readonly kind: "usage" | "refused";
  constructor(kind: KubeconfigProblem["kind"], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What one request needs to reach the API server as the user. */
export type Credentials = Pick<RequestOptions, "agent" | "headers" | "auth">;

/** One context of a kubeconfig, read once. */
export interface Connection {
  readonly server: string;
  readonly context: string;
  readonly user: string;
  /** Credentials, made anew at each call: an exec plug-in is run. Throws KubeconfigProblem. */
  credentials(): Promise<Credentials>;
}

/**
 * Reads one context of a kubeconfig. Without one there is no connection: never the client's own fall-back to
 * http://localhost:8080. Throws KubeconfigProblem.
 */
export function readKubeconfig({ file, context }: KubeconfigChoice): Connection {
  const config = load(file);
  const name = context ?? config.getCurrentContext();
  const names = config.getContexts().map((it) => it.name);
  if (!names.includes(name)) {
    const has = names.length > 0 ? `it has ${names.join(", ")}` : "it has none";
    throw new KubeconfigProblem("usage", `${file} has no context "${name}"; ${has}: name one with --context`);
  }
  config.setCurrentContext(name);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (!cluster || !user) {
    throw new KubeconfigProblem("usage", `${file}: context "${name}" names a cluster or a user that is not there`);
  }
  refuseUnproved(file, cluster);
  return {
    server: cluster.server.replace(/\/$/, ""),
    context: name,
    user: user.name,
    // From a configuration of its own, since the library keeps what an exec plug-in has said.
    credentials: () => credentialsOf(load(file), name),
  };
}

function load(file: string): KubeConfig {
  if (!existsSync(file)) {
    throw new KubeconfigProblem("usage", `there is no kubeconfig ${file}; name one with --kubeconfig or KUBECONFIG`);
  }
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw new KubeconfigProblem("usage", `${file} is no kubeconfig: ${firstLine(error)}`);
  }
  return config;
}

/** The cluster's identity is believed because TLS proves who tells it. */
function refuseUnproved(file: string, { server, skipTLSVerify }: { server: string; skipTLSVerify?: boolean }): void {
  if (!server?.startsWith("https://")) {
    throw new KubeconfigProblem(
      "refused",
      `${file}: the server "${server}" is not https, so anybody could answer for it`,
    );
  }
  if (skipTLSVerify) {
    throw new KubeconfigProblem(
      "refused",
      `${file}: insecure-skip-tls-verify is on, so anybody could answer for ${server}; use certificate-authority-data`,
    );
  }
}

async function credentialsOf(config: KubeConfig, context: string): Promise<Credentials> {
  config.setCurrentContext(context);
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    const command = config.getCurrentUser()?.exec?.command;
    const who = typeof command === "string" ? `the exec plug-in "${command}"` : "the kubeconfig's user";
    throw new KubeconfigProblem("refused", `${who} gave no credentials: ${firstLine(error)}`);
  }
  const { headers, auth, ca, cert, key, pfx, passphrase, servername } = options;
  // The library makes a connection for each request; through a proxy that stays so.
  const agent = config.getCurrentCluster()?.proxyUrl
    ? options.agent
    : new Agent({ keepAlive: true, ca, cert, key, pfx, passphrase, servername });
  return { agent, headers, auth };
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n")[0] || "no reason is given";
}
