import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a service has seen it. */
export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Called when the request has come whole; it may answer late, cut its answer, or never answer. */
export type Answer = (request: SeenRequest, response: ServerResponse) => void | Promise<void>;

/** A real HTTP server of a test, on a free port of 127.0.0.1. */
export interface HttpService {
  readonly url: string;
  readonly port: number;
  /** Everything that has come, in its order. */
  readonly requests: readonly SeenRequest[];
  /** Replaces what it answers. */
  setAnswer(answer: Answer): void;
  /** Cuts all connections. */
  stop(): Promise<void>;
}

/** Answers 200 with an empty JSON object unless it is told otherwise. */
export async function startHttpService(first: Answer = json(200, {})): Promise<HttpService> {
  let answer = first;
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    // A caller that goes away is part of what is tested.
    request.on("error", () => {});
    response.on("error", () => {});
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url = "", headers } = request;
    const seen = { method, path: url, headers, body, at: Date.now() };
    requests.push(seen);
    await answer(seen, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    setAnswer(next) {
      answer = next;
    },
    async stop() {
      server.closeAllConnections();
      if (server.listening) await once(server.close(), "close");
    },
  };
}

/** An answer of a status with a JSON body, and headers if any. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}
