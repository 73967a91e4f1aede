import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../lab/until.ts";
import { startNameServer } from "./name-server.ts";
import { ServerProcess } from "./server-process.ts";
import { servicePrograms } from "./service-programs.ts";

const NOBODY = 65_534;

/** The real nginx with the configuration that the compiler generates for a bridge. */
export interface Bridge {
  readonly url: string;
  /** What it has logged, access and errors. */
  log(): string;
  remove(): Promise<void>;
}

/**
 * Starts nginx, as the user `nobody`. Of the configuration this is replaced, and nothing else: it listens on 127.0.0.1
 * alone, asks a name server of the test instead of the cluster's, and has a folder of its own instead of /tmp.
 *
 * @param host the upstream's name, which leads to 127.0.0.1
 */
export async function startBridge(
  configuration: string,
  { port, host }: { port: number; host: string },
): Promise<Bridge> {
  const folder = mkdtempSync(join(tmpdir(), "actdef-bridge-"));
  const names = await startNameServer([host]);
  const log = join(folder, "log");
  const file = join(folder, "nginx.conf");
  const replaced = [
    [`listen ${port};`, `listen 127.0.0.1:${port};`],
    ["resolver kube-dns.kube-system.svc.cluster.local;", `resolver 127.0.0.1:${names.port};`],
  ].reduce((text, [from = "", to = ""]) => replaceOnce(text, from, to), configuration);
  writeFileSync(file, replaced.replaceAll("/tmp/", `${folder}/temporary/`));
  writeFileSync(log, "");
  mkdirSync(join(folder, "temporary"));
  for (const path of [folder, log, join(folder, "temporary")]) chownSync(path, NOBODY, NOBODY);
  const args = ["-p", folder, "-c", file, "-e", "stderr"];
  const server = new ServerProcess(servicePrograms().nginx, args, { log, isUnprivileged: true });
  const url = `http://127.0.0.1:${port}`;
  await until("nginx answers", async () => (await fetch(`${url}/bridge-health`)).ok, { check: server.assertAlive });
  return {
    url,
    log: () => readFileSync(log, "utf8"),
    async remove() {
      await server.stop();
      await names.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`the configuration has not one "${from}"`);
  return text.replace(from, to);
}
