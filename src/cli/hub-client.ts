import { setTimeout as sleep } from "node:timers/promises";
import type { HubAnswer, HubPort } from "../compare/hub-events.ts";

/** How long one answer may take. */
const TIMEOUT_MS = 30_000;
/** A page of events is far smaller. */
const MAX_BODY_BYTES = 64 * 1_048_576;

/** The State Hub over HTTP. */
export const hubClient: HubPort = { get, sleep: (milliseconds) => sleep(milliseconds) };

async function get(url: string): Promise<HubAnswer> {
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
    return {
      status: response.status,
      body: await bodyOf(response),
      retryAfterSeconds: Number.isNaN(seconds) ? null : Math.max(0, seconds),
    };
  } catch (error) {
    return { unanswered: reason(error) };
  }
}

async function bodyOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > MAX_BODY_BYTES) throw new Error("its answer has more than 64 MiB");
  }
  return Buffer.concat(parts).toString("utf8");
}

/** `fetch` tells only that it failed; its cause tells why. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause && typeof cause.code === "string" ? `no connection (${cause.code})` : cause.message;
}
