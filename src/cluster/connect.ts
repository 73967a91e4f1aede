import { request } from "node:https";
import type { ApiCall, Cluster } from "./api-call.ts";
import { type Answer, ApiProblem, problemOf } from "./api-problem.ts";
import type { Clock } from "./clock.ts";
import { type Connection, type Credentials, type KubeconfigChoice, readKubeconfig } from "./kubeconfig.ts";
import { withRetries } from "./retries.ts";

const METHODS = { get: "GET", list: "GET", create: "POST", update: "PUT", patch: "PATCH", delete: "DELETE" } as const;

/** How long a single request may take, in milliseconds. */
const REQUEST_DEADLINE_MS = 15_000;

/** How long a call may take with all of its retries, in milliseconds. */
const PATIENCE_MS = 60_000;

/** A larger answer is given up, so that no server can fill the memory: a list of a great fleet's shards has some 30 MB. */
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;

export interface ConnectOptions {
  readonly clock: Clock;
  /** Bounds on a request and on its retries where they are shorter than usual, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Connects to the cluster of one context of one kubeconfig; nothing is sent yet. Every request has a deadline, and
 * connections are kept. Throws KubeconfigProblem.
 */
export function connect(choice: KubeconfigChoice, { clock, timeoutMs }: ConnectOptions): Cluster {
  const connection = readKubeconfig(choice);
  const deadlineMs = Math.min(REQUEST_DEADLINE_MS, timeoutMs ?? REQUEST_DEADLINE_MS);
  const patienceMs = Math.min(PATIENCE_MS, timeoutMs ?? PATIENCE_MS);
  let credentials: Promise<Credentials> | undefined;
  let ahead = 0;
  const refresh = async () => {
    credentials = connection.credentials();
    await credentials;
  };
  const text = (call: ApiCall) =>
    withRetries(
      call,
      async () => {
        credentials ??= connection.credentials();
        const { date, ...answer } = await exchange(connection, await credentials, call, deadlineMs);
        if (date !== undefined) ahead = date - clock.now();
        if (answer.status >= 200 && answer.status < 300) return answer.text;
        throw problemOf(call, answer);
      },
      { clock, patienceMs, refresh },
    );
  return {
    server: connection.server,
    context: connection.context,
    user: connection.user,
    call: async (call) => readJson(call, await text(call)),
    callForText: text,
    serverTime: () => clock.now() + ahead,
  };
}

function readJson(call: ApiCall, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiProblem("other", "the answer is not JSON, so it is not from an API server", { call });
  }
}

interface DatedAnswer extends Answer {
  /** By the server's clock, in milliseconds since 1970. */
  readonly date: number | undefined;
}

function exchange({ server }: Connection, credentials: Credentials, call: ApiCall, deadlineMs: number) {
  return new Promise<DatedAnswer>((resolve, reject) => {
    const url = new URL(`${server}${call.path}`);
    for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const headers = { accept: "application/json, */*", ...credentials.headers, ...bodyHeaders(call, body) };
    const sent = request(url, { ...credentials, method: METHODS[call.verb], headers });
    const fail = (reason: "timeout" | "unreachable", message: string) => {
      clearTimeout(timer);
      sent.destroy();
      reject(new ApiProblem(reason, message, { call }));
    };
    const timer = setTimeout(() => fail("timeout", `no answer in ${deadlineMs / 1000} s`), deadlineMs);
    sent.on("error", (error) => fail("unreachable", networkWords(error)));
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) fail("unreachable", `the answer has more than ${MAX_ANSWER_BYTES} bytes`);
      });
      response.on("error", (error) => fail("unreachable", networkWords(error)));
      response.on("end", () => {
        clearTimeout(timer);
        const { statusCode: status = 0, headers: received } = response;
        const date = Date.parse(received.date ?? "");
        resolve({
          status,
          text: Buffer.concat(chunks).toString("utf8"),
          retryAfter: received["retry-after"],
          date: Number.isNaN(date) ? undefined : date,
        });
      });
    });
    sent.end(body);
  });
}

function bodyHeaders({ contentType = "application/json" }: ApiCall, body: Buffer | undefined) {
  return body ? { "content-type": contentType, "content-length": body.length } : {};
}

function networkWords(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (code === "ECONNRESET" || code === "EPIPE") return "the connection was cut";
  if (code === "ECONNREFUSED") return "the connection was refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "the host's name is not known";
  if (/CERT|SELF_SIGNED|ALTNAME/.test(code)) return `its certificate is not trusted: ${error.message}`;
  return error.message;
}
