import { writeFileSync } from "node:fs";
import { stringify } from "yaml";

interface Access {
  readonly server: string;
  /** Path of a PEM file. */
  readonly certificateAuthority: string;
  readonly token: string;
  /** Of the context's default; `default` where there is none. */
  readonly namespace?: string;
}

/** Writes a kubeconfig and returns its path. Cluster, user and context are all named `default`, as k3s names them. */
export function writeKubeconfig(path: string, { server, certificateAuthority, token, namespace }: Access): string {
  const name = "default";
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority": certificateAuthority } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) } }],
    "current-context": name,
  };
  writeFileSync(path, stringify(config), { mode: 0o600 });
  return path;
}
