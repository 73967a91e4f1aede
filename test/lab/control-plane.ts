import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiClient } from "./api-client.ts";
import { type BackgroundProcess, startInBackground } from "./background-process.ts";
import { certificateAuthority, serviceAccountKeys, servingCertificate } from "./certificates.ts";
import { freePorts } from "./free-ports.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { until } from "./until.ts";

/** Users of the cluster's own parts, each with its groups. */
const PARTS = {
  admin: "system:masters",
  "system:kube-controller-manager": "",
  "system:kube-scheduler": "",
  "system:node:lab": "system:nodes",
} as const;

/** What makes Jobs, Deployments, namespaces and nodes behave; the rest would only cost memory. */
const CONTROLLERS = [
  "clusterrole-aggregation-controller",
  "cronjob-controller",
  "deployment-controller",
  "disruption-controller",
  "endpoints-controller",
  "endpointslice-controller",
  "garbage-collector-controller",
  "job-controller",
  "namespace-controller",
  // Else a node keeps the taint of one that is not ready.
  "node-lifecycle-controller",
  "pod-garbage-collector-controller",
  "replicaset-controller",
  "root-ca-certificate-publisher-controller",
  "serviceaccount-controller",
  "serviceaccount-token-controller",
  "ttl-after-finished-controller",
];

/** A Kubernetes control plane of which every part is a process of this machine; its data are files of a folder. */
export interface ControlPlane {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  /** User name to bearer token. */
  readonly tokens: Readonly<Record<string, string>>;
  stopApiServer(): Promise<void>;
  /** On the same port, with the same data. */
  startApiServer(): Promise<void>;
  /** The controller manager and the scheduler, which an API server does without. */
  startControllers(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts etcd and an API server that knows these users; all they may do is what RBAC grants them. */
export async function startControlPlane(
  program: string,
  folder: string,
  users: readonly string[],
): Promise<ControlPlane> {
  mkdirSync(join(folder, "log"), { recursive: true });
  const [port, etcdPort, peerPort] = await freePorts();
  const url = `https://127.0.0.1:${port}`;
  const ca = await writeCertificates(folder);
  const tokens = writeTokens(folder, users);
  const start = (component: string, args: readonly string[]) =>
    startInBackground(program, [component, ...args], join(folder, "log", `${component}.log`));
  const etcd = start("etcd", etcdFlags(folder, etcdPort, peerPort));
  const others: BackgroundProcess[] = [];
  let apiServer: BackgroundProcess | undefined;
  const client = new ApiClient({ url, ca, token: tokens.admin ?? "" });

  const plane: ControlPlane = {
    url,
    ca,
    tokens,
    async startApiServer() {
      const started = start("kube-apiserver", apiServerFlags(folder, port, etcdPort));
      apiServer = started;
      const check = () => checkAlive([etcd, started]);
      await until("a ready API server", () => client.request("GET", "/readyz"), { check });
    },
    async stopApiServer() {
      await apiServer?.stop();
    },
    async startControllers() {
      others.push(
        start("kube-controller-manager", [
          ...identity(folder, url, tokens, "system:kube-controller-manager"),
          "--use-service-account-credentials",
          `--service-account-private-key-file=${join(folder, "pki/service-accounts.key")}`,
          `--root-ca-file=${join(folder, "pki/ca.crt")}`,
          `--controllers=${CONTROLLERS.join(",")}`,
        ]),
        start("kube-scheduler", identity(folder, url, tokens, "system:kube-scheduler")),
      );
      const account = "/api/v1/namespaces/default/serviceaccounts/default";
      await until("a service account", () => client.request("GET", account), { check: () => checkAlive(others) });
    },
    async stop() {
      client.close();
      await Promise.all(others.map((other) => other.stop()));
      await apiServer?.stop();
      await etcd.stop();
    },
  };
  await plane.startApiServer();
  return plane;
}

function checkAlive(processes: readonly BackgroundProcess[]): void {
  for (const it of processes) it.assertAlive();
}

function etcdFlags(folder: string, clientPort: number, peerPort: number): string[] {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${join(folder, "etcd")}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // What is thrown away need not outlive a power cut.
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

function apiServerFlags(folder: string, port: number, etcdPort: number): string[] {
  const pki = (name: string) => join(folder, "pki", name);
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${port}`,
    // Refused where it is a loopback address; nobody is told of it, as nothing is reconciled.
    "--advertise-address=10.255.255.1",
    "--endpoint-reconciler-type=none",
    `--tls-cert-file=${pki("server.crt")}`,
    `--tls-private-key-file=${pki("server.key")}`,
    `--token-auth-file=${pki("tokens.csv")}`,
    "--authorization-mode=Node,RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${pki("service-accounts.pub")}`,
    `--service-account-signing-key-file=${pki("service-accounts.key")}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    "--kubelet-preferred-address-types=InternalIP",
    "--shutdown-delay-duration=0",
  ];
}

function identity(folder: string, url: string, tokens: Readonly<Record<string, string>>, user: string): string[] {
  const path = writeKubeconfig(join(folder, "pki", `${user.replaceAll(":", "-")}.kubeconfig`), {
    server: url,
    certificateAuthority: join(folder, "pki/ca.crt"),
    token: tokens[user] ?? "",
  });
  const flags = ["kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig"].map((it) => `--${it}=${path}`);
  // They serve nothing: there is nobody else to lead, and nobody who would ask how they are.
  return [...flags, "--leader-elect=false", "--secure-port=0"];
}

async function writeCertificates(folder: string): Promise<string> {
  const pki = join(folder, "pki");
  mkdirSync(pki, { recursive: true });
  const authority = await certificateAuthority();
  const server = await servingCertificate(authority);
  const serviceAccounts = serviceAccountKeys();
  const files = {
    "ca.crt": authority.certificate,
    "ca.key": authority.key,
    "server.crt": server.certificate,
    "server.key": server.key,
    "service-accounts.key": serviceAccounts.privateKey,
    "service-accounts.pub": serviceAccounts.publicKey,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(pki, name), text, { mode: 0o600 });
  return authority.certificate;
}

function writeTokens(folder: string, users: readonly string[]): Record<string, string> {
  const groups: Readonly<Record<string, string>> = PARTS;
  const tokens = Object.fromEntries(
    [...Object.keys(PARTS), ...users].map((user) => [user, randomBytes(16).toString("hex")]),
  );
  const lines = Object.entries(tokens).map(([user, token]) => `${token},${user},${user},"${groups[user] ?? ""}"\n`);
  writeFileSync(join(folder, "pki/tokens.csv"), lines.join(""), { mode: 0o600 });
  return tokens;
}
