import { setTimeout as pause } from "node:timers/promises";
import type { NativeConnection } from "@temporalio/worker";
import type { TemporalPlace } from "./connect-temporal.ts";
import { messageOf } from "./worker-log.ts";

/** Below the time-out of the readiness probe, 2 s. */
const PATIENCE_MS = 1500;

/** Asks Temporal for the worker's namespace; gives why it does not answer, undefined where it does. */
export async function askTemporal(
  connection: NativeConnection,
  { address, namespace }: TemporalPlace,
): Promise<string | undefined> {
  // The deadline is of each try, and the connection tries several times: so it is not waited for to its end.
  const answer = connection
    .withDeadline(Date.now() + PATIENCE_MS, () => connection.workflowService.describeNamespace({ namespace }))
    .then(() => undefined, messageOf);
  const tooLate = pause(PATIENCE_MS, `no answer within ${PATIENCE_MS / 1000} s`, { ref: false });
  const problem = await Promise.race([answer, tooLate]);
  return problem === undefined ? undefined : `Temporal at ${address} does not answer: ${problem}`;
}
