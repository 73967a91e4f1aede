import type { IncomingMessage } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";

/** Where an API server is, and who asks. */
export interface ApiAccess {
  readonly url: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly ca: string;
  readonly token: string;
}

/** What Kubernetes answers, as parsed JSON; tests and the node know which fields they asked for. */
// biome-ignore lint/suspicious/noExplicitAny: objects of every kind pass here, and none of them is checked.
export type Json = any;

/** An answer other than 2xx. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What this needs of the API and no more: requests and watches, with no retries and no caches of its own. */
export class ApiClient {
  readonly #access: ApiAccess;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(access: ApiAccess) {
    this.#access = access;
  }

  /** The parsed answer, or its text where it is not JSON (logs). Throws `ApiError` on other answers than 2xx. */
  async request(method: string, path: string, body?: unknown, contentType = "application/json"): Promise<Json> {
    const response = await this.#send(method, path, body, contentType, this.#agent);
    const text = await textOf(response);
    const status = response.statusCode ?? 0;
    const isJson = response.headers["content-type"]?.startsWith("application/json");
    const answer = isJson ? JSON.parse(text) : text;
    if (status < 200 || status > 299)
      throw new ApiError(status, `${method} ${path}: ${status} ${answer.message ?? text}`);
    return answer;
  }

  /** Calls back for every event of a watch, one after the other, until the server ends it. */
  async watch(path: string, onEvent: (event: { type: string; object: Json }) => void): Promise<void> {
    const response = await this.#send("GET", path, undefined, "application/json", false);
    if (response.statusCode !== 200) throw new ApiError(response.statusCode ?? 0, await textOf(response));
    let rest = "";
    for await (const chunk of response.setEncoding("utf8")) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) onEvent(JSON.parse(line));
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(method: string, path: string, body: unknown, contentType: string, agent: Agent | false) {
    const { url, ca, token } = this.#access;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      // Node leaves out the length of what a DELETE sends.
      ...(text === undefined ? {} : { "content-type": contentType, "content-length": Buffer.byteLength(text) }),
    };
    const options: RequestOptions = { method, ca, agent, headers };
    return new Promise<IncomingMessage>((answered, failed) => {
      request(new URL(path, url), options, answered).on("error", failed).end(text);
    });
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return text;
}
