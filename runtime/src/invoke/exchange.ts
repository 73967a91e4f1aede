import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { WireRequest } from "./build-request.ts";
import { networkWords } from "./network-words.ts";

/** What came back from one request. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Why there is no whole answer. */
export class ExchangeProblem extends Error {
  readonly kind: "network" | "deadline" | "interrupted" | "too_large";
  /** Of an answer that began; null where none did. */
  readonly status: number | null;
  /** Whether the request may have reached the service. */
  readonly isSent: boolean;
  constructor(kind: ExchangeProblem["kind"], message: string, at: { status: number | null; isSent: boolean }) {
    super(message);
    this.kind = kind;
    this.status = at.status;
    this.isSent = at.isSent;
  }
}

export interface ExchangeBounds {
  /** When the whole call ends, in milliseconds of `performance.now()`. */
  readonly endsAt: number;
  /** How long the whole call may take, as it is said to people. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal | undefined;
}

/** A longer answer is given up. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Sends one request on a connection of its own, through no proxy, and reads the whole answer.
 *
 * @throws ExchangeProblem
 */
export function exchange(sent: WireRequest, { endsAt, timeoutSeconds, signal }: ExchangeBounds): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const place = { status: null as number | null, isSent: false };
    const fail = (kind: ExchangeProblem["kind"], message: string) => {
      finish();
      reject(new ExchangeProblem(kind, message, place));
    };
    const interrupt = () => fail("interrupted", "interrupted");
    const outgoing = openRequest(sent);
    const timer = setTimeout(
      () => fail("deadline", deadlineWords(place, timeoutSeconds)),
      Math.max(0, endsAt - performance.now()),
    );
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", interrupt);
      // What comes of the connection afterwards is of no interest.
      outgoing.removeAllListeners("error").on("error", () => {});
      outgoing.destroy();
    };
    const failed = (error: Error) => fail("network", networkWords(error, sent.url, place.status !== null));
    signal?.addEventListener("abort", interrupt, { once: true });
    outgoing.on("error", failed);
    outgoing.on("socket", (socket) => {
      socket.once(sent.url.protocol === "https:" ? "secureConnect" : "connect", () => {
        place.isSent = true;
      });
    });
    // Without a listener, Node drops the connection and says nothing.
    outgoing.on("upgrade", (answer, socket) => {
      socket.destroy();
      place.status = answer.statusCode ?? 0;
      fail("network", "the service asked for another protocol than HTTP");
    });
    outgoing.on("response", (answer) => {
      place.status = answer.statusCode ?? 0;
      answer.on("error", failed);
      readWhole(answer, {
        onTooLarge: () => fail("too_large", `the answer has more than ${MAX_ANSWER_BYTES} bytes`),
        onWhole(text) {
          finish();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        },
      });
    });
    if (signal?.aborted) interrupt();
    else outgoing.end(sent.body ?? undefined);
  });
}

function openRequest({ method, url, headers }: WireRequest) {
  const options: RequestOptions = { method, headers, agent: false, insecureHTTPParser: false };
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
  return url.protocol === "https:"
    ? httpsRequest(url, { ...options, rejectUnauthorized: true })
    : httpRequest(url, options);
}

function readWhole(answer: IncomingMessage, on: { onTooLarge: () => void; onWhole: (text: string) => void }): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) on.onTooLarge();
  });
  answer.on("end", () => on.onWhole(new TextDecoder().decode(Buffer.concat(chunks))));
}

function deadlineWords({ status, isSent }: { status: number | null; isSent: boolean }, seconds: number): string {
  if (!isSent) return `no connection within ${seconds} s`;
  return status === null ? `no answer within ${seconds} s` : `the answer was not complete within ${seconds} s`;
}
