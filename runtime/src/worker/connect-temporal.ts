import { setTimeout as pause } from "node:timers/promises";
import { NativeConnection } from "@temporalio/worker";
import type { Logger } from "pino";
import { messageOf } from "./worker-log.ts";

export interface TemporalPlace {
  readonly address: string;
  readonly namespace: string;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/** Tries until the server is there and knows the namespace; undefined where `end` comes first. */
export async function connectTemporal(
  place: TemporalPlace,
  log: Logger,
  end: AbortSignal,
): Promise<NativeConnection | undefined> {
  for (let wait = FIRST_PAUSE_MS; !end.aborted; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await connected(place);
    } catch (error) {
      log.warn({ ...place, problem: messageOf(error), again_in_ms: wait }, "Temporal cannot be reached yet");
    }
    // An end rejects the pause, and is seen by the loop.
    await pause(wait, undefined, { signal: end }).catch(() => {});
  }
  return undefined;
}

async function connected({ address, namespace }: TemporalPlace): Promise<NativeConnection> {
  const connection = await NativeConnection.connect({ address });
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
