import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request } from "node:https";
import { type AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { servingCertificate } from "./certificates.ts";
import type { Cluster } from "./cluster.ts";

/** A request as the proxy saw it. */
export interface ProxiedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What the client was answered; undefined as long as it was not. */
  status: number | undefined;
}

type Action =
  /** Instead of the API server. Without a body, a `Status` as the API server would write it. */
  | { readonly answer: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  /** Neither passed on nor answered. */
  | { readonly hang: true }
  /** Passed on that much later. */
  | { readonly delayMs: number }
  /** The connection breaks: nothing was passed on; the API server has done all of it; or the answer has begun. */
  | { readonly reset: "before" | "after" | "midway" };

/** Which requests meet with what. */
interface Fault {
  readonly method?: string;
  /** Of path and query. */
  readonly path?: RegExp;
  /** Only this one of those that match, counted from 1; without it, each. */
  readonly nth?: number;
  readonly action: Action;
}

const REASONS: Readonly<Record<number, string>> = {
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  422: "Invalid",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/**
 * An HTTPS proxy before a cluster's API server, with a certificate of the same authority. It passes on what it is sent,
 * tokens included, and what comes back as it comes, but for the faults that a test asks for. It is in the test's own
 * process: a program under test must not be waited for synchronously.
 */
export class FaultyProxy {
  readonly url: string;
  /** All of them, in the order in which they came. */
  readonly requests: ProxiedRequest[] = [];
  /** Awaited before a request meets with its fault or is passed on. */
  onRequest: ((request: ProxiedRequest) => void | Promise<void>) | undefined;
  /** Awaited when the API server has answered, before the client learns of it. */
  onAnswer: ((request: ProxiedRequest, status: number) => void | Promise<void>) | undefined;
  readonly #cluster: Cluster;
  readonly #server: ReturnType<typeof createServer>;
  readonly #agent: Agent;
  readonly #sockets = new Set<Socket>();
  #faults: { readonly fault: Fault; matches: number }[] = [];

  private constructor(cluster: Cluster, server: ReturnType<typeof createServer>) {
    this.#cluster = cluster;
    this.#server = server;
    this.#agent = new Agent({ keepAlive: true, ca: cluster.ca });
    this.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("connection", (socket) => {
      if (!(socket instanceof Socket)) return;
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    server.on("request", (incoming, outgoing) => {
      this.#handle(incoming, outgoing).catch(() => this.#reset(incoming));
    });
  }

  static async start(cluster: Cluster): Promise<FaultyProxy> {
    const pem = (name: string) => readFileSync(join(cluster.address.folder, "pki", name), "utf8");
    const { certificate, key } = await servingCertificate({ certificate: pem("ca.crt"), key: pem("ca.key") });
    const server = createServer({ cert: certificate, key });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return new FaultyProxy(cluster, server);
  }

  /** The path of a kubeconfig that leads here. */
  kubeconfigFor(user: string): string {
    return this.#cluster.kubeconfigFor(user, this.url);
  }

  /** From now on; where several match, the one that was asked for first. */
  add(fault: Fault): void {
    this.#faults.push({ fault, matches: 0 });
  }

  /** No more faults, no hooks, no requests: as if it had just been started. */
  clear(): void {
    this.#faults = [];
    this.onRequest = undefined;
    this.onAnswer = undefined;
    this.requests.length = 0;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "", url: path = "" } = incoming;
    const seen: ProxiedRequest = { method, path, time: Date.now(), status: undefined };
    this.requests.push(seen);
    const action = this.#actionFor(seen);
    await this.onRequest?.(seen);
    if (action === undefined) return this.#passOn(incoming, outgoing, seen);
    if ("answer" in action) return answer(outgoing, action, seen);
    if ("hang" in action) return;
    if ("delayMs" in action) {
      await pause(action.delayMs);
      return this.#passOn(incoming, outgoing, seen);
    }
    if (action.reset === "before") return this.#reset(incoming);
    return this.#passOn(incoming, outgoing, seen, action.reset);
  }

  #actionFor({ method, path }: ProxiedRequest): Action | undefined {
    const met = this.#faults.filter(({ fault }) => {
      return (fault.method ?? method) === method && (fault.path?.test(path) ?? true);
    });
    for (const it of met) it.matches++;
    return met.find(({ fault, matches }) => fault.nth === undefined || fault.nth === matches)?.fault.action;
  }

  async #passOn(incoming: IncomingMessage, outgoing: ServerResponse, seen: ProxiedRequest, reset?: "after" | "midway") {
    const { method, headers } = incoming;
    const upstream = request(new URL(seen.path, this.#cluster.url), { method, headers, agent: this.#agent });
    outgoing.once("close", () => upstream.destroy());
    const answered = new Promise<IncomingMessage>((done, failed) => upstream.on("response", done).on("error", failed));
    incoming.pipe(upstream);
    const response = await answered;
    const status = response.statusCode ?? 0;
    await this.onAnswer?.(seen, status);
    if (reset === "after") {
      for await (const _chunk of response);
      return this.#reset(incoming);
    }
    seen.status = status;
    outgoing.writeHead(status, response.headers).flushHeaders();
    for await (const chunk of response) {
      outgoing.write(chunk);
      if (reset === "midway") return this.#reset(incoming);
    }
    outgoing.end();
  }

  /** What a client sees of a server that has died: the connection is reset, where the system lets us, else it ends. */
  #reset({ socket }: IncomingMessage): void {
    const plain = [...this.#sockets].find(({ remotePort }) => remotePort === socket.remotePort);
    plain?.resetAndDestroy();
    socket.destroy();
  }
}

function answer(outgoing: ServerResponse, action: Extract<Action, { answer: number }>, seen: ProxiedRequest): void {
  const code = action.answer;
  const reason = REASONS[code] ?? "Unknown";
  const message = `the proxy answers ${code}`;
  const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
  seen.status = code;
  outgoing.writeHead(code, { "content-type": "application/json", ...action.headers });
  outgoing.end(action.body ?? JSON.stringify(status));
}
