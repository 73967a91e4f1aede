import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ContainerLog } from "./container-log.ts";
import type { ContainerRun } from "./container-run.ts";

type FindContainer = (namespace: string, pod: string, container: string) => ContainerRun | undefined;

/** Serves the part of a kubelet's API that `kubectl logs` comes to, on a free port, which is returned. */
export function serveLogs(labFolder: string, find: FindContainer): Promise<number> {
  const pem = (name: string) => readFileSync(join(labFolder, "pki", name));
  const server = createServer({ key: pem("server.key"), cert: pem("server.crt") }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "https://node");
    const [, what, namespace = "", pod = "", name = ""] = pathname.split("/");
    const container = what === "containerLogs" ? find(namespace, pod, name) : undefined;
    if (!container) return refuse(response, 404, `container "${name}" of pod "${pod}" is not on this node`);
    const log = container.log(searchParams.get("previous") === "true");
    if (!log) return refuse(response, 400, whyNoLog(container, pod, searchParams));
    send(log, searchParams, response);
  });
  return new Promise((listening) => {
    server.listen(0, "127.0.0.1", () => listening((server.address() as AddressInfo).port));
  });
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(message);
}

/** As the kubelet words it. */
function whyNoLog({ status }: ContainerRun, pod: string, query: URLSearchParams): string {
  if (query.get("previous") === "true")
    return `previous terminated container "${status.name}" in pod "${pod}" not found`;
  const reason = status.state?.waiting?.reason ?? "";
  const reasons: Readonly<Record<string, string>> = {
    ErrImagePull: "image can't be pulled",
    ImagePullBackOff: "trying and failing to pull image",
  };
  return `container "${status.name}" in pod "${pod}" is waiting to start: ${reasons[reason] ?? reason}`;
}

function send(log: ContainerLog, query: URLSearchParams, response: ServerResponse): void {
  const since = sinceOf(query);
  let left = Number(query.get("limitBytes") ?? Number.POSITIVE_INFINITY);
  const write = ({ time, text }: ContainerLog["lines"][number]) => {
    const line = query.get("timestamps") === "true" ? `${time} ${text}` : text;
    const part = Buffer.from(line).subarray(0, Math.min(left, Buffer.byteLength(line)));
    left -= part.length;
    if (part.length > 0) response.write(part);
  };
  response.writeHead(200, { "content-type": "text/plain" }).flushHeaders();
  const lines = log.lines.filter(({ time }) => time >= since);
  const tail = query.get("tailLines");
  for (const line of tail === null ? lines : lines.slice(lines.length - Math.min(Number(tail), lines.length)))
    write(line);
  if (query.get("follow") !== "true" || log.ended) {
    response.end();
    return;
  }
  const end = () => response.end();
  log.on("line", write).once("end", end);
  response.on("close", () => log.off("line", write).off("end", end));
}

function sinceOf(query: URLSearchParams): string {
  const seconds = query.get("sinceSeconds");
  if (seconds !== null) return new Date(Date.now() - Number(seconds) * 1000).toISOString();
  return query.get("sinceTime") ?? "";
}
